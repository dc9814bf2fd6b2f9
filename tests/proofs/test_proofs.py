"""Every wrong answer is caught and none is misnamed; every right one passes, whatever its design; at every seed.

The answers live in blind/ (written from the prompts alone) and own/. PROOF_SEEDS sets how many seeds are tried.
"""

import functools
import importlib
import inspect
import os
import signal

import numpy as np
import pytest

from imbalance_lib import bank
from imbalance_lib.checks import ask_function, ask_value, grade
from tests.proofs.names import NAMES

SEEDS = int(os.environ.get("PROOF_SEEDS", "1"))
ASKED = [q for q in bank.questions() if q.kind in ("code", "numeric")]


def answers(question, prefix):
    """(source, function) of every answer to a question whose name starts with `prefix`."""
    found = []
    for source in ("blind", "own"):
        module = importlib.import_module(f"tests.proofs.{source}.{question.id.replace('-', '_')}")
        own = inspect.getmembers(module, inspect.isfunction)
        found += [(source, function) for name, function in own if name.startswith(prefix)]
    return found


def proofs(prefix):
    return [
        pytest.param(q, function, id=f"{q.id}-{source}-{function.__name__}")
        for q in ASKED
        for source, function in answers(q, prefix)
    ]


def seeds(question):
    """The practice seed, then others that nobody chose."""
    others = np.random.SeedSequence(question.practice_seed).generate_state(SEEDS - 1) if SEEDS > 1 else []
    return [question.practice_seed, *(int(s) for s in others)]


@functools.cache
def verdict(question, function, seed):
    if question.kind == "code":
        # The practice seed is asked the way learners are; the others in this process, which is ten times faster.
        way = "" if seed == question.practice_seed or not hasattr(signal, "setitimer") else "timer"
        return grade(question, ask_function(function, question.play, question.limit_s * 4, way), seed)
    return grade(question, ask_value(function(question.cases(seed)[0])), seed)


@pytest.mark.parametrize(("question", "function"), proofs("wrong_"))
def test_wrong_is_caught_and_not_misnamed(question, function):
    allowed = NAMES[question.id].get(function.__name__, set())
    named = set()
    for seed in seeds(question):
        got = verdict(question, function, seed)
        assert got.status in ("wrong", "error"), f"passed at seed {seed}"
        assert set(got.misconceptions) <= allowed, f"named {got.misconceptions}, though: {function.__doc__}"
        assert got.status == "error" or got.misconceptions or got.counterexample, "neither named nor shown"
        named.add(got.misconceptions)
    assert len(named) == 1, f"named differently from seed to seed: {named}"


@pytest.mark.parametrize(("question", "function"), proofs("right_"))
def test_right_passes(question, function):
    for seed in seeds(question):
        got = verdict(question, function, seed)
        assert got.status == "right" and got.points == question.points, got.text


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_there_are_enough_proofs_and_half_of_them_are_blind(question):
    for prefix, least in (("wrong_", 8), ("right_", 3)):
        sources = [source for source, _ in answers(question, prefix)]
        assert len(sources) >= least and sources.count("blind") * 2 >= len(sources)


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_most_wrong_answers_are_named(question):
    wrong = [function for _, function in answers(question, "wrong_")]
    named = [f for f in wrong if verdict(question, f, question.practice_seed).misconceptions]
    print(f"\n{question.id}: {len(named)} of {len(wrong)} wrong answers named, {SEEDS} seeds")
    assert len(named) * 2 > len(wrong)


def test_names_are_of_answers_and_mistakes_that_exist():
    for question in ASKED:
        functions = {function.__name__ for _, function in answers(question, "wrong_")}
        assert set(NAMES[question.id]) <= functions
