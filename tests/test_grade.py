"""A verdict names the mistake that was made, never the nearest, and shows the smallest case that proves it."""

import copy
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from imbalance_lib import bank
from imbalance_lib.checks import Milestone, Question, Slip, ask_function, ask_value, close_numbers, each, grade
from imbalance_lib.checks.question import DRAWN_CASES, smaller

NAN = float("nan")


def draw_rows(rng, size):
    n = int(rng.integers(1, 3 + size))
    return {"values": rng.integers(-9, 10, n).tolist(), "least": int(rng.integers(-5, 6))}


def right(values, least):
    """Mean, largest and number of the values from `least` on."""
    kept = [v for v in values if v >= least]
    return {
        "mean": sum(kept) / len(kept) if kept else NAN,
        "top": max(kept) if kept else NAN,
        "count": len(kept),
    }


def made(**changes):
    return lambda values, least: {**right(values, least), **{k: f(values, least) for k, f in changes.items()}}


def mean_of_all(values, least):
    return sum(values) / len(values)


def mean_zero(values, least):
    kept = [v for v in values if v >= least]
    return sum(kept) / len(kept) if kept else 0


def top_by_size(values, least):
    kept = [v for v in values if v >= least]
    return max(kept, key=abs) if kept else NAN


def above(values, least):
    return right([v for v in values if v != least], least)


def divides(values, least):
    kept = [v for v in values if v >= least]
    return {"mean": sum(kept) / len(kept), "top": max(kept), "count": len(kept)}


TOY = Question(
    id="toy", version=1, lesson="00", skill="s", level="junior", kind="code", minutes=1, points=3, source="own",
    prompt="Write it.", entry="kept", right=right, draw=draw_rows,
    edges=({"values": [1, 2], "least": 5}, {"values": [3], "least": 3}),
    rows=("values",), valid=lambda case: len(case["values"]) > 0,
    slips=(
        Slip("mean-of-all", "Mean of all.", made(mean=mean_of_all)),
        Slip("mean-zero", "Zero for no mean.", made(mean=mean_zero)),
        Slip("top-by-size", "Largest by size.", made(top=top_by_size)),
        Slip("strictly-above", "Least is left out.", above),
        Slip("empty", "Nothing to divide by.", divides),
    ),
    milestones=(
        Milestone("count", 1, keys=("count",)),
        Milestone("where something is kept", 1, covers=lambda case: any(v >= case["least"] for v in case["values"])),
    ),
)  # fmt: skip


def judged(function, question=TOY, seed=None):
    return grade(question, ask_function(function, question.play, 20), seed)


def test_right_is_right_however_it_is_written():
    for answer in (right, lambda a, b: {k: np.float64(v) for k, v in right(a, b).items()}):
        verdict = judged(answer)
        assert (verdict.status, verdict.points, verdict.possible) == ("right", 3, 3)
        assert verdict.counterexample is None and verdict.misconceptions == ()
        assert (verdict.question, verdict.version, verdict.seed) == ("toy", 1, TOY.practice_seed)


def test_each_known_mistake_is_named_alone():
    for slip in TOY.slips:
        for seed in (None, 1, 2):
            verdict = judged(slip.answer, seed=seed)
            assert (verdict.status, verdict.misconceptions, verdict.message) == (
                "wrong", (slip.misconception,), slip.says,
            )  # fmt: skip


def test_mistakes_in_different_parts_are_named_each():
    verdict = judged(made(mean=mean_zero, top=top_by_size))
    assert verdict.misconceptions == ("mean-zero", "top-by-size")
    assert "more than one mistake" in verdict.message
    verdict = judged(made(mean=mean_zero, top=lambda v, t: 99))
    assert verdict.misconceptions == (), "one part is a mistake nobody knows"


def pair(a, b):
    """Answers like slip a where the values are few, and like b elsewhere."""
    return lambda values, least: (a if len(values) < 4 else b)(values, least)


def scalar(question):
    """The same question for the mean alone, so that mistakes cannot be told by part."""
    slips = (
        Slip("mean-of-all", "Mean of all.", mean_of_all),
        Slip("mean-zero", "Zero.", mean_zero),
        Slip("sum", "Sum.", lambda v, t: sum(x for x in v if x >= t) if any(x >= t for x in v) else NAN),
    )
    return dataclasses.replace(question, right=lambda v, t: right(v, t)["mean"], slips=slips, milestones=())


def test_two_mistakes_that_together_explain_every_case_are_named():
    question = scalar(TOY)

    def both(values, least):
        kept = [v for v in values if v >= least]
        return sum(kept)  # the sum where something is kept, and 0 where nothing is

    verdict = judged(both, question)
    assert set(verdict.misconceptions) == {"mean-zero", "sum"}


def test_two_mistakes_are_not_named_where_one_case_is_left_unexplained():
    question = scalar(TOY)

    def odd_at_three(values, least):
        kept = [v for v in values if v >= least]
        return sum(kept) + 0.5 if len(kept) == 3 else sum(kept)

    assert judged(odd_at_three, question).misconceptions == ()


def test_a_mistake_on_one_case_is_not_taken_for_two():
    """Wrong on a single case, where two known mistakes happen to answer the same."""
    question = scalar(TOY)
    case = {"values": [4, -2], "least": 0}
    question = dataclasses.replace(question, edges=(*question.edges, case))

    def once(values, least):
        return sum(values) / len(values) if (values, least) == ([4, -2], 0) else right(values, least)["mean"]

    assert judged(once, question).misconceptions == ()


def test_an_unknown_mistake_stays_without_a_name():
    for answer in (
        made(mean=lambda v, t: float(np.median(v))),
        made(top=lambda v, t: right(v, t)["top"] + 1),
        made(mean=lambda v, t: 1.001 * right(v, t)["mean"]),
        lambda v, t: {"mean": 0.5, "top": 1, "count": 1},
    ):
        verdict = judged(answer)
        assert verdict.status == "wrong" and verdict.misconceptions == ()
        assert verdict.counterexample.got != verdict.counterexample.expected


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        (lambda x: 100 * x, "percent"),
        (lambda x: round(x, 2) if x == x else x, "rounded-to-2"),
        (lambda x: round(x, 1) if x == x else x, "rounded-to-1"),
        (lambda x: 101 * x, None),
        (lambda x: math.floor(100 * x) / 100 if x == x else x, None),
    ],
)
def test_the_form_is_named_only_where_it_is_the_form(turn, name):
    question = scalar(TOY)
    verdict = judged(lambda v, t: turn(question.right(v, t)), question)
    assert verdict.status == "wrong" and verdict.misconceptions == ((name,) if name else ())


def test_a_form_of_the_whole_answer_is_named():
    verdict = judged(lambda v, t: {k: x for k, x in right(v, t).items() if k != "count"})
    assert verdict.misconceptions == ("wrong-form",) and "'count'" in verdict.message
    assert judged(lambda v, t: list(right(v, t).values())).misconceptions == ("wrong-form",)


# --- the counterexample -----------------------------------------------------------------------------------


def case_of(verdict, question=TOY):
    """The case a counterexample shows, read back from its text."""
    names = list(question.edges[0])
    got = eval(verdict.counterexample.call, {question.entry: lambda *a: a, "nan": NAN})  # noqa: S307
    return dict(zip(names, got, strict=True))


def unlike(a, b):
    return any(a[k] != b[k] and not (a[k] != a[k] and b[k] != b[k]) for k in a)


@pytest.mark.parametrize("slip", TOY.slips[:4], ids=lambda s: s.misconception)
def test_the_counterexample_proves_the_mistake_and_no_other(slip):
    verdict = judged(slip.answer)
    case = case_of(verdict)
    wanted, came = right(**case), slip.answer(**case)
    assert repr(wanted) == verdict.counterexample.expected and repr(came) == verdict.counterexample.got
    assert unlike(wanted, came)
    for other in TOY.slips:
        if other is not slip and other.misconception != "empty":
            assert unlike(other.answer(**case), came)


def test_the_counterexample_is_smallest():
    for slip in TOY.slips[:4]:
        case = case_of(judged(slip.answer))
        assert len(case["values"]) <= 3
        for less in smaller(case, TOY.rows):
            if TOY.valid(less) and len(repr(less)) < len(repr(case)):
                came = slip.answer(**less)
                same = [s for s in TOY.slips[:4] if s is not slip and not unlike(s.answer(**less), came)]
                assert not unlike(right(**less), came) or same, f"{less} is smaller than {case}"


def test_a_counterexample_keeps_to_the_cases_that_are_valid():
    verdict = judged(lambda v, t: {"mean": 0.123, "top": 0, "count": -1})
    assert TOY.valid(case_of(verdict))


# --- no value ---------------------------------------------------------------------------------------------


def test_none_is_told_that_its_return_is_missing():
    def lost(values, least):
        right(values, least)

    verdict = judged(lost)
    assert (verdict.status, verdict.misconceptions) == ("wrong", ("no-return",)) and "return" in verdict.message


def test_none_on_some_cases_is_wrong_there():
    verdict = judged(lambda v, t: right(v, t) if len(v) > 1 else None)
    assert verdict.status == "wrong" and verdict.counterexample.got == "None"
    assert len(case_of(verdict)["values"]) == 1


def shadows(values, least):
    sum = 0
    return {"mean": sum(values)}  # noqa: F821


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda v, t: missing_name, "NameError"),  # noqa: F821
        (lambda v: v, "TypeError"),
        (lambda v, t, more: v, "TypeError"),
        (lambda: 1, "TypeError"),
        (shadows, "TypeError"),
        (lambda v, t: {}["gone"], "KeyError"),
        (lambda v, t: object(), "object"),
    ],
)
def test_what_fails_on_every_case_is_said_once(answer, error):
    verdict = judged(answer)
    assert verdict.status == "error" and error in verdict.message and verdict.points == 0
    assert "Traceback" not in verdict.message and verdict.counterexample is None


def test_what_fails_on_some_cases_shows_one():
    verdict = judged(lambda v, t: right(v, t) if v != [] and max(v) < 9 else 1 / 0)
    assert verdict.status == "wrong" and "ZeroDivisionError" in verdict.counterexample.got
    assert case_of(verdict)["values"] == [9]
    assert judged(divides).misconceptions == ("empty",), "the same as a mistake that is known"


def test_an_exit_on_some_cases_is_wrong_there():
    def leaves(values, least):
        if len(values) == 2:
            raise SystemExit
        return right(values, least)

    verdict = judged(leaves)
    assert verdict.status in ("wrong", "error") and "exit()" in verdict.text


def untouched(values, least):
    """The text of the exercise."""


def dots(values, least): ...


def todo(values, least):
    raise NotImplementedError


@pytest.mark.parametrize("stub", [untouched, dots, todo])
def test_a_stub_is_not_answered_yet(stub):
    verdict = judged(stub)
    assert verdict.status == "unanswered" and verdict.points == 0
    assert verdict.message.startswith("Fill in `kept`")


def test_a_short_answer_is_wrong_and_not_unanswered():
    assert judged(lambda values, least: 5).status == "wrong"

    def five(values, least):
        """The text of the exercise."""
        return 5

    assert judged(five).status == "wrong"


# --- points -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (made(mean=mean_of_all), 1),  # the count is right everywhere
        (made(mean=mean_zero), 2),  # and all is, where something is kept
        (made(mean=mean_zero, count=lambda v, t: right(v, t)["count"] or 1), 1),
        (above, 0),
        (lambda v, t: list(right(v, t).values()), 0),
        (lambda v, t: {**right(v, t), "more": 1}, 0),
        (lambda v, t: 1, 0),
        (divides, 1),
    ],
)
def test_milestones_are_fixed_steps(answer, points):
    assert judged(answer).points == points
    assert {judged(answer, seed=seed).points for seed in (1, 2)} == {points}


# --- values and choices -----------------------------------------------------------------------------------

NUMERIC = Question(
    id="number", version=1, lesson="00", skill="s", level="junior", kind="numeric", minutes=1, points=2, source="own",
    prompt="Halve {n}, or {share:.0%}.", entry="half", right=lambda case: case["n"] / 2,
    draw=lambda rng, size: {"n": int(rng.integers(51, 60)), "share": 0.25}, judge=each(close_numbers(1e-3)),
    slips=(Slip("doubled", "Doubled.", lambda case: case["n"] * 2),),
)  # fmt: skip


def test_a_number_is_judged_within_its_tolerance_and_gives_nothing_away():
    n = NUMERIC.cases(NUMERIC.practice_seed)[0]["n"]
    assert grade(NUMERIC, ask_value(n / 2 + 9e-4)).status == "right"
    for value, names in ((2 * n, ("doubled",)), (50 * n, ("percent",)), (n, ()), (n / 2 + 2e-3, ()), (0.1, ())):
        verdict = grade(NUMERIC, ask_value(value))
        assert (verdict.status, verdict.misconceptions, verdict.points) == ("wrong", names, 0)
        assert verdict.counterexample.expected == "" and f"{n / 2:g}" not in verdict.text.replace(f"{value}", "")
    assert NUMERIC.text() == f"Halve {n}, or 25%."


def test_a_coarse_guess_is_not_called_a_rounded_answer():
    """One number agrees by chance: 0 is near every small share."""
    share = dataclasses.replace(NUMERIC, right=lambda case: 0.0833)
    for guess in (0, 0.0, 0.1):
        assert grade(share, ask_value(guess)).misconceptions == ()
    assert grade(share, ask_value(0.08)).misconceptions == ("rounded-to-2",)


@pytest.mark.parametrize(
    ("value", "status", "says"),
    [
        (..., "unanswered", "Set half in the cell above"),
        (None, "wrong", "is None"),
        ("12", "wrong", "text came"),
        ([12.5], "wrong", "a list of 1 came"),
        (True, "wrong", "True or False came"),
        (NAN, "wrong", ""),
        (float("inf"), "wrong", ""),
        (1 << 5000, "error", "too large"),
        (object(), "error", "'object'"),
        (lambda: 1, "error", "'function'"),
    ],
    ids=lambda part: str(type(part).__name__),
)
def test_other_values_get_a_sentence(value, status, says):
    verdict = grade(NUMERIC, ask_value(value))
    assert verdict.status == status and says in verdict.text


CHOICE = Question(
    id="choice", version=1, lesson="00", skill="s", level="junior", kind="choice", minutes=1, points=1, source="own",
    prompt="Which?", entry="which", right=lambda case: "b", options={"a": "one", "b": "two", "c": "three"},
    slips=(Slip("likes-a", "Not a.", option="a"), Slip("likes-c", "Not c.", option="c")),
)  # fmt: skip


def test_a_choice_is_right_or_names_what_the_option_means():
    assert grade(CHOICE, ask_value("b")).status == "right" and grade(CHOICE, ask_value(" b ")).status == "right"
    verdict = grade(CHOICE, ask_value("c"))
    assert (verdict.status, verdict.misconceptions, verdict.message) == ("wrong", ("likes-c",), "Not c.")


@pytest.mark.parametrize("value", ["d", "B", "two", 1, 0.5, True, ["b"], {"b": 1}, object(), ""])
def test_an_unknown_key_is_an_error_that_lists_the_keys(value):
    verdict = grade(CHOICE, ask_value(value))
    assert verdict.status == "error" and verdict.points == 0 and verdict.misconceptions == ()
    if type(value) is not object:
        assert '"a", "b", "c"' in verdict.message


def test_unanswered_and_none_choices():
    assert grade(CHOICE, ask_value(...)).status == "unanswered"
    assert grade(CHOICE, ask_value(None)).status == "wrong"


def test_options_come_in_an_order_that_the_seed_draws():
    orders = {tuple(CHOICE.order(seed)) for seed in range(60)}
    assert len(orders) == 6 and CHOICE.order(3) == CHOICE.order(3)
    for seed in (1, 2):
        assert [line.split("`")[1] for line in CHOICE.text(seed).splitlines()[2:]] == CHOICE.order(seed)


# --- random answers: a point on the way to a neighbor -----------------------------------------------------


def draw_points(rng, size):
    a = rng.normal(size=2).round(2)
    return {"a": a.tolist(), "b": (a + rng.uniform(0.5, 2, 2).round(2) * rng.choice([-1, 1], 2)).tolist()}


POINTS_EACH = 8


def several(function, case):
    return [function(list(case["a"]), list(case["b"])) for _ in range(POINTS_EACH)]


def steps(case, points):
    """How far along each coordinate every point lies, from a (0) to b (1)."""
    a, b = np.array(case["a"]), np.array(case["b"])
    return (np.array(points) - a) / (b - a)


def together(t):
    return bool(abs(t[:, 0] - t[:, 1]).max() < 1e-6)


def on_segment(t):
    return together(t) and bool((t > -1e-9).all() and (t < 1 + 1e-9).all())


def judge_points(ask, cases):
    far = []
    for case, reply in zip(cases, ask(cases), strict=True):
        t = steps(case, reply.value)
        if not on_segment(t):
            return "A point lies beside the segment from a to b."
        far += t[:, 0].tolist()
    return None if 0.4 < np.mean(far) < 0.6 and np.std(far) > 0.25 else "The points do not spread over the segment."


def per_column(case, points):
    t = steps(case, points)
    return bool((t > -1e-9).all() and (t < 1 + 1e-9).all()) and not together(t)


def beyond(case, points):
    t = steps(case, points)
    return together(t) and bool(t.min() < -0.01 or t.max() > 1.01)


POINTS = dataclasses.replace(
    TOY, id="points", rows=(), edges=(), milestones=(), draw=draw_points, play=several, judge=judge_points,
    entry="between", right=lambda a, b: None, valid=lambda case: True,
    slips=(
        Slip("one-lambda-per-column", "One step for both.", holds=per_column),
        Slip("beyond-the-neighbor", "Too far.", holds=beyond),
        Slip("midpoint", "Always half way.", holds=lambda case, p: bool(abs(steps(case, p) - 0.5).max() < 1e-6)),
        Slip("copies", "A copy of a.", holds=lambda case, p: p == [case["a"]] * POINTS_EACH),
    ),
)  # fmt: skip

chance = np.random.default_rng


def between(draw):
    """An answer with fresh random numbers in every call, as learners write it."""
    rng = chance()
    return lambda a, b: (np.array(a) + draw(rng) * (np.array(b) - np.array(a))).tolist()


RANDOM_ANSWERS = {
    "one-lambda-per-column": between(lambda rng: rng.random(2)),
    "beyond-the-neighbor": between(lambda rng: rng.normal()),
    "midpoint": between(lambda rng: 0.5),
    "copies": between(lambda rng: 0.0),
    None: (lambda rng: lambda a, b: rng.normal(size=2).tolist())(chance()),
}


@pytest.mark.parametrize("name", RANDOM_ANSWERS)
def test_random_answers_are_named_by_their_property(name):
    for seed in range(20):
        verdict = judged(RANDOM_ANSWERS[name], POINTS, seed)
        assert verdict.status == "wrong" and verdict.misconceptions == ((name,) if name else ())


def test_a_right_random_answer_passes_at_every_seed():
    for seed in range(20):
        assert judged(between(lambda rng: rng.random()), POINTS, seed).status == "right"


def test_random_answers_of_another_form_get_a_sentence():
    assert "form" in judged(lambda a, b: "left", POINTS).message
    assert "form" in judged(lambda a, b: [1, 2, 3], POINTS).message
    assert judged(lambda a, b: missing_name, POINTS).status == "error"  # noqa: F821
    verdict = judged(lambda a, b: 1 / 0 if a[0] > 1 else a, POINTS)
    assert verdict.status == "wrong" and "ZeroDivisionError" in verdict.text


# --- pure -------------------------------------------------------------------------------------------------


def test_grade_is_pure(own_home):
    for answer in (right, TOY.slips[0].answer, lambda v, t: 1 / 0):
        first, second = judged(answer, seed=5), judged(answer, seed=5)
        assert first.with_(seconds=0) == second.with_(seconds=0)
    assert not Path(own_home).exists(), "grading writes no progress"


def test_cases_depend_on_the_seed_and_on_nothing_else(monkeypatch):
    before = copy.deepcopy(TOY.cases(7))
    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", "3")
    assert TOY.cases(7) == before != TOY.cases(8)
    assert len(before) == DRAWN_CASES + len(TOY.edges) and before[:2] == list(TOY.edges)
    newer = dataclasses.replace(TOY, version=2)
    assert newer.practice_seed != TOY.practice_seed == dataclasses.replace(TOY).practice_seed


def test_shrinking_does_not_change_the_case_it_starts_from():
    case = {"values": [1, 2, 3], "least": 4, "costs": {"a": 5, "b": 2.5}}
    kept = copy.deepcopy(case)
    found = smaller(case, ("values",))
    assert case == kept and len(found) > 6
    assert {"values": [2, 3], "least": 4, "costs": {"a": 5, "b": 2.5}} in found
    assert {"values": [1, 2, 3], "least": 4, "costs": {"b": 2.5}} in found


def test_every_question_of_the_bank_survives_odd_answers():
    odd = [lambda *a: "text", lambda *a: [], lambda *a: {}, lambda *a: [[1]], lambda *a: {"x": {}}, lambda *a: -1]
    for question in bank.questions():
        for answer in odd:
            ask = ask_function(answer, question.play, 20) if question.kind == "code" else ask_value(answer())
            assert grade(question, ask).status in ("wrong", "error")
