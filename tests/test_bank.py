"""Every question of the course: its mistakes are told apart, its text is whole, its options give nothing away."""

import functools
import itertools
import random
import re
from collections import Counter
from math import log

import numpy as np
import pytest

from imbalance_lib import bank
from imbalance_lib.checks import agree, ask_function, grade, plain
from imbalance_lib.checks.limit import Reply
from imbalance_lib.checks.naming import like, made_by
from imbalance_lib.checks.question import DRAWN_CASES, arguments, smaller

ALL = bank.questions()


def of_kind(*kinds):
    found = [q for q in ALL if q.kind in kinds]
    return pytest.mark.parametrize("question", found, ids=[q.id for q in found])


EVERY = of_kind(*{q.kind for q in ALL})
CODE = of_kind("code")
NUMERIC = of_kind("numeric")
CHOICE = of_kind("choice")

CASES_OF_THE_GATE = 2000
SEEDS_OF_THE_GATE = 2000
MOST_RANDOM_NUMBERS = 10_000


def right_replies(question, cases):
    return [Reply("value", plain(question.right(*arguments(question, case)))) for case in cases]


def answers(question, cases):
    """Name to replies, of the reference and of every known mistake."""
    made = {slip.misconception: made_by(question, slip, cases) for slip in question.slips if slip.answer}
    return {"right": right_replies(question, cases), **made}


# --- mistakes are told apart ------------------------------------------------------------------------------


@CODE
def test_two_mistakes_look_the_same_less_than_once_in_10_000_checks(question):
    """Over many drawn cases: the largest share `a` on which two answers agree; then `a ** n` for the n of a check."""
    if not any(slip.answer for slip in question.slips):
        assert all(slip.holds for slip in question.slips)
        return
    rng = np.random.default_rng(0)
    cases = [question.draw(rng, 1 + 10 * i // CASES_OF_THE_GATE) for i in range(CASES_OF_THE_GATE)]
    found = answers(question, cases)
    worst = max(
        (np.mean([like(question, *row) for row in zip(cases, found[a], found[b], strict=True)]), a, b)
        for a, b in itertools.combinations(found, 2)
    )
    share, a, b = worst
    assert share < 1 and DRAWN_CASES * log(share or 1e-9) < log(1e-4), f"{a} and {b} agree on {share:.1%} of the cases"


@CODE
def test_the_gate_sees_two_mistakes_that_differ_too_seldom(question):
    """The near-twin of the test above: a mistake that shows on 1 case of 40 would pass for none in 1 check of 160."""
    assert DRAWN_CASES * log(1 - 1 / 40) > log(1e-4) > DRAWN_CASES * log(1 - 1 / 20)


@EVERY
def test_no_two_mistakes_are_the_same_in_practice(question):
    cases = question.cases(question.practice_seed)
    found = answers(question, cases)
    for a, b in itertools.combinations(found, 2):
        rows = list(zip(cases, found[a], found[b], strict=True))
        assert not all(like(question, *row) for row in rows), f"{a} and {b} answer the same"


class Counted:
    """A generator that counts how often it is asked."""

    def __init__(self, seed):
        self.rng, self.calls = np.random.default_rng(seed), 0

    def __getattr__(self, name):
        self.calls += 1
        return getattr(self.rng, name)


def random_numbers(question):
    """How many calls of the generator one case takes."""
    counted = Counted(1)
    for _ in range(3):
        question.draw(counted, 10)
    return counted.calls / 3


def drawn(question, monkeypatch, seeds):
    """One case a seed; the table of a report is slow to print, and no answer here reads it."""
    monkeypatch.setattr("sklearn.metrics.classification_report", lambda *args, **kwargs: "")
    if random_numbers(question) > MOST_RANDOM_NUMBERS:
        pytest.fail("drawing takes too long, see test_a_case_is_drawn_in_few_tries")
    return [question.cases(seed)[0] for seed in range(seeds)]


@NUMERIC
def test_no_mistake_gives_the_right_number_at_any_seed(question, monkeypatch):
    seeds = SEEDS_OF_THE_GATE if question.id != "read-report" else 300  # it takes some 1,000 tries a case
    cases = drawn(question, monkeypatch, seeds)
    found = answers(question, cases)
    right = found.pop("right")
    for name, replies in found.items():
        equal = [case for row in zip(cases, right, replies, strict=True) if like(question, *row) for case in row[:1]]
        assert not equal, f"{name} is right for {equal[0]}"


@NUMERIC
def test_two_mistakes_do_not_give_the_same_number_at_many_seeds(question, monkeypatch):
    """One case has to tell them apart, so they may fall together at no more than one seed in 20."""
    cases = drawn(question, monkeypatch, 300)
    found = answers(question, cases)
    for a, b in itertools.combinations(found, 2):
        same = np.mean([like(question, *row) for row in zip(cases, found[a], found[b], strict=True)])
        assert same <= 0.05, f"{a} and {b} agree at {same:.0%} of the seeds"


def test_the_wrong_numbers_of_true_alarms_stay_far_from_the_right_one(monkeypatch):
    from imbalance_lib.bank.lesson_01.true_alarms import TOLERANCE, TRUE_ALARMS

    for case in drawn(TRUE_ALARMS, monkeypatch, SEEDS_OF_THE_GATE):
        for slip in TRUE_ALARMS.slips:
            assert abs(slip.answer(case) - TRUE_ALARMS.right(case)) > 3 * TOLERANCE, (slip.misconception, case)


@EVERY
def test_a_case_is_drawn_in_few_tries(question):
    assert random_numbers(question) < MOST_RANDOM_NUMBERS


@NUMERIC
def test_there_are_many_papers(question, monkeypatch):
    cases = drawn(question, monkeypatch, 60)
    assert len({repr(question.right(case)) for case in cases}) >= 20


# --- the slips themselves ---------------------------------------------------------------------------------


@functools.cache
def verdict_on(question, slip):
    return grade(question, ask_function(slip.answer, question.play, 30, way="thread"))


def looks_like(question, slip, case):
    """The other answers that are the same in one case."""
    found = answers(question, [case])
    mine = found.pop(slip.misconception)[0]
    return [name for name, replies in found.items() if like(question, case, replies[0], mine)]


@EVERY
def test_every_known_mistake_is_named_and_worth_less(question):
    for slip in question.slips:
        assert (slip.answer is not None) + (slip.holds is not None) + (slip.option is not None) == 1
    if question.kind != "code":
        return
    for slip in question.slips:
        if slip.answer:
            verdict = verdict_on(question, slip)
            assert (verdict.status, verdict.misconceptions) == ("wrong", (slip.misconception,))
            assert verdict.points < question.points


@CODE
def test_the_counterexample_of_every_known_mistake_is_told_apart_from_the_others(question):
    for slip in question.slips:
        if not slip.answer:
            continue
        call = verdict_on(question, slip).counterexample.call
        values = eval(call, {question.entry: lambda *a: a, "nan": float("nan")})  # noqa: S307
        case = dict(zip(question.cases(0)[0], values, strict=True))
        assert question.valid(case)
        if same := looks_like(question, slip, case):
            assert "right" not in same
            every = question.cases(question.practice_seed)
            better = [other for other in every if not looks_like(question, slip, other)]
            assert not better, f"{slip.misconception} looks like {same} in {call}, but not in {better[0]}"


@CODE
def test_the_reference_answers_every_case_that_shrinking_reaches(question):
    pick = random.Random(0)
    for case in question.cases(3)[:: DRAWN_CASES // 20]:
        for _ in range(8):
            steps = [less for less in smaller(case, question.rows) if question.valid(less)]
            for less in steps:
                assert agree(*[plain(question.right(**less))] * 2) is None
            if not steps:
                break
            case = pick.choice(steps)


@CODE
def test_cases_are_plain_data_and_stay_what_they_are(question):
    for case in question.cases(5):
        assert plain(case) == case or repr(plain(case)) == repr(case)
        before = repr(case)
        question.right(**case)
        assert repr(case) == before


@CODE
def test_milestones_are_part_of_the_points(question):
    assert 0 <= sum(milestone.points for milestone in question.milestones) < question.points
    for milestone in question.milestones:
        covered = sum(milestone.covers(case) for case in question.cases(question.practice_seed))
        assert covered >= 20, f"{milestone.name}: too few cases"


# --- choices ----------------------------------------------------------------------------------------------


def key_of(question):
    return question.right(question.cases(0)[0])


@CHOICE
def test_one_option_is_right_and_every_other_one_is_a_mistake_with_a_name(question):
    assert key_of(question) in question.options and len(question.options) >= 3
    assert sorted(s.option for s in question.slips) == sorted(set(question.options) - {key_of(question)})
    assert len(set(question.options.values())) == len(question.options)


@CHOICE
def test_no_option_speaks_of_the_others(question):
    for text in question.options.values():
        assert not re.search(r"\b(all|none|both|any|neither) of (the|these)\b", text, re.I)
        assert not re.search(r"\b(options?|answers?) [abc]\b", text, re.I)


def chi_square(counts):
    mean = sum(counts) / len(counts)
    return sum((n - mean) ** 2 / mean for n in counts)


@CHOICE
def test_the_right_option_stands_anywhere(question):
    """Over seeds: every place as often as any other (chi-square, far beyond its 1 in 10,000 point if it were not)."""
    n = len(question.options)
    places = Counter(question.order(seed).index(key_of(question)) for seed in range(1200))
    assert chi_square([places[i] for i in range(n)]) < {3: 18.4, 4: 21.1, 5: 23.5}[n]
    assert chi_square([1200, *[0] * (n - 1)]) > 1000, "a key that always stands first would be seen"


def test_neither_length_nor_alphabet_gives_the_key_away():
    choices = [q for q in ALL if q.kind == "choice"]
    longest = sum(max(q.options, key=lambda k: len(q.options[k])) == key_of(q) for q in choices)
    shortest = sum(min(q.options, key=lambda k: len(q.options[k])) == key_of(q) for q in choices)
    first = sum(min(q.options) == key_of(q) for q in choices)
    last = sum(max(q.options) == key_of(q) for q in choices)
    written_first = sum(next(iter(q.options)) == key_of(q) for q in choices)
    counts = {"longest": longest, "shortest": shortest, "first key": first, "last key": last,
              "written first": written_first}  # fmt: skip
    given_away = {name: count for name, count in counts.items() if count > 0.4 * len(choices)}
    assert not given_away, f"of {len(choices)} keys: {given_away}"


# --- the text ---------------------------------------------------------------------------------------------


def test_ids_and_entries_are_unique():
    for names in ([q.id for q in ALL], [(q.lesson, q.entry) for q in ALL]):
        assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", q.id) for q in ALL)
    assert all(q.entry.isidentifier() for q in ALL)


@EVERY
def test_every_question_says_all_about_itself(question):
    assert question.version >= 1 and question.minutes > 0 and question.points >= 0
    assert question.kind in ("code", "choice", "numeric", "debug", "figure", "order", "case")
    assert question.level in ("junior", "middle", "senior")
    assert re.fullmatch(r"\d\d", question.lesson)
    for text in (question.source, question.skill, question.read, question.prompt):
        assert text.strip()
    assert question.hints and all(hint.strip() for hint in question.hints)
    assert len(set(question.hints)) == len(question.hints)


@EVERY
def test_mistakes_have_names_of_their_own_and_a_sentence_each(question):
    names = [slip.misconception for slip in question.slips]
    assert names and len(names) == len(set(names)) and all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", n) for n in names)
    says = [slip.says for slip in question.slips]
    assert len(says) == len(set(says)) and all(s.strip()[-1] in ".?!)" for s in says)
    assert all(s.count("`") % 2 == 0 for s in (*says, *question.hints, question.prompt))


@EVERY
def test_the_text_is_filled_in(question):
    for seed in (question.practice_seed, 1, 2):
        text = question.text(seed)
        if question.kind == "code":
            assert f"`{question.entry}(" in text
        else:
            assert not re.search(r"\{\w*(:[^{}]*)?\}", text), "a name in braces is left"
        if question.kind == "numeric":
            assert f"`{question.entry}`" in text


@NUMERIC
def test_the_text_does_not_hold_the_answer(question):
    for seed in (question.practice_seed, 1, 2):
        right = plain(question.right(question.cases(seed)[0]))
        for value in right.values() if isinstance(right, dict) else [right]:
            if isinstance(value, float):
                assert f"{value:.4f}"[:6] not in question.text(seed)


def test_find_brings_a_question_or_says_what_there_is():
    for question in ALL:
        assert bank.find(question.id) is question
    with pytest.raises(KeyError, match="nobody.*metrics-from-counts"):
        bank.find("nobody")
    assert bank.questions("01") and bank.questions("99") == []
    assert {q.lesson for q in bank.questions("01")} == {"01"}
