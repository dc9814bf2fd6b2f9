"""How many of the flagged are ill: base rates by counts."""

from itertools import pairwise

import numpy as np

from imbalance_lib.checks import Case, Question, Slip, close_numbers, each

TOLERANCE = 6e-5
"""Four decimals, and a little for rounding."""


def draw_screening(rng: np.random.Generator, size: int) -> Case:
    """A screening in which every known mistake gives a number of its own."""
    while True:
        case: Case = {
            "ill_per_10_000": int(rng.choice([60, 80, 120, 150])),
            "recall": int(rng.integers(80, 97)) / 100,
            "false_positive_rate": int(rng.integers(4, 13)) / 100,
        }
        values = sorted([right_precision(case), *(slip.answer(case) for slip in TRUE_ALARMS.slips if slip.answer)])
        if min(b - a for a, b in pairwise(values)) > 4 * TOLERANCE:
            return case


def _alarms(case: Case) -> tuple[float, float]:
    """Ill people flagged and healthy people flagged, of 10,000."""
    ill = case["ill_per_10_000"]
    return ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]


def right_precision(case: Case) -> float:
    true, false = _alarms(case)
    return true / (true + false)


TRUE_ALARMS = Question(
    id="true-alarms",
    version=1,
    lesson="01",
    skill="base rates",
    level="junior",
    kind="numeric",
    minutes=4,
    points=2,
    source="own; after Gigerenzer and Hoffrage 1995",
    prompt="""\
A clinic screens people for a disease that {ill_per_10_000} of 10,000 have. The test finds {recall:.0%} of the ill.
It also flags {false_positive_rate:.0%} of the healthy. Think of 10,000 people and count: how many ill people are
flagged, how many healthy ones?

Somebody was flagged. What is the probability that this person is ill? Set `precision_of_test` to a number between
0 and 1, correct to at least 4 decimals.""",
    entry="precision_of_test",
    right=right_precision,
    draw=draw_screening,
    judge=each(close_numbers(TOLERANCE)),
    slips=(
        Slip(
            "recall-for-precision",
            "That is how many of the ill are flagged. The question is how many of the flagged are ill: "
            "count the healthy people who are flagged too.",
            lambda case: case["recall"],
        ),
        Slip(
            "base-rate-ignored",
            "You compare the two rates as if there were as many ill people as healthy ones. Count people: "
            "a small share of a very large group is many.",
            lambda case: case["recall"] / (case["recall"] + case["false_positive_rate"]),
        ),
        Slip(
            "specificity-for-precision",
            "That is the share of the healthy who are left alone. The question is about the people who were flagged.",
            lambda case: 1 - case["false_positive_rate"],
        ),
        Slip(
            "prevalence-only",
            "That is how many are ill before any test. The flag tells you something: use it.",
            lambda case: case["ill_per_10_000"] / 10_000,
        ),
        Slip(
            "joint-probability",
            "That is the share of all people who are ill and flagged. Divide by those who were flagged.",
            lambda case: _alarms(case)[0] / 10_000,
        ),
        Slip(
            "share-flagged",
            "That is the share of all people who are flagged. How many of them are ill?",
            lambda case: sum(_alarms(case)) / 10_000,
        ),
        Slip(
            "odds-for-probability",
            "Those are odds: ill to healthy among the flagged. Divide by all who were flagged.",
            lambda case: _alarms(case)[0] / _alarms(case)[1],
        ),
        Slip(
            "false-alarm-share",
            "That is the share of false alarms among the flagged. The question is about true ones.",
            lambda case: 1 - right_precision(case),
        ),
        Slip(
            "accuracy-for-precision",
            "That is accuracy: the share of all people on whom the test is right.",
            lambda case: (
                (_alarms(case)[0] + (10_000 - case["ill_per_10_000"]) * (1 - case["false_positive_rate"])) / 10_000
            ),
        ),
        Slip(
            "everyone-healthy",
            "You count the false alarms among all 10,000. Only the healthy can be false alarms.",
            lambda case: _alarms(case)[0] / (_alarms(case)[0] + 10_000 * case["false_positive_rate"]),
        ),
        Slip(
            "all-ill-found",
            "You count every ill person as flagged. The test misses some.",
            lambda case: case["ill_per_10_000"] / (case["ill_per_10_000"] + _alarms(case)[1]),
        ),
        Slip(
            "recall-minus-false-alarms",
            "Two shares of different groups cannot be subtracted. Count people in each group.",
            lambda case: case["recall"] - case["false_positive_rate"],
        ),
    ),  # fmt: skip
    hints=(
        "Draw two groups: the ill and the healthy, of 10,000 people. How many of each group are flagged?",
        "Add up everyone who is flagged. Which part of them is ill?",
        "precision = ill and flagged / (ill and flagged + healthy and flagged), in people.",
    ),
    read="Lesson 01, A thousand people",
)
