"""How many of the flagged are ill: base rates by counts."""

import numpy as np

from imbalance_lib.checks import Case, Question, Slip, close_numbers, each

TOLERANCE = 6e-5
"""Four decimals, and a little for rounding."""


SCREENINGS = (
    (60, 0.81, 0.06), (60, 0.86, 0.04), (60, 0.91, 0.12), (70, 0.81, 0.05), (70, 0.86, 0.06),
    (70, 0.91, 0.11), (80, 0.88, 0.09), (80, 0.97, 0.04), (80, 0.97, 0.08), (90, 0.88, 0.08),
    (90, 0.95, 0.08), (90, 0.95, 0.09), (90, 0.96, 0.06), (110, 0.83, 0.04), (110, 0.85, 0.13),
    (110, 0.86, 0.05), (110, 0.87, 0.05), (110, 0.87, 0.06), (110, 0.87, 0.08), (120, 0.83, 0.07),
    (120, 0.83, 0.09), (120, 0.88, 0.05), (120, 0.88, 0.07), (120, 0.93, 0.08), (120, 0.94, 0.08),
    (120, 0.96, 0.07), (120, 0.97, 0.12), (130, 0.85, 0.04), (130, 0.86, 0.04), (130, 0.95, 0.13),
    (140, 0.81, 0.11), (140, 0.82, 0.07), (140, 0.83, 0.08), (140, 0.86, 0.06), (140, 0.89, 0.12),
    (150, 0.81, 0.08), (150, 0.83, 0.11), (150, 0.85, 0.05), (150, 0.87, 0.11), (150, 0.93, 0.04),
)  # fmt: skip
"""Ill people per 10,000, recall, false-positive rate; chosen so that every known mistake gives another number."""


def draw_screening(rng: np.random.Generator, size: int) -> Case:
    """One of the screenings."""
    ill, recall, false_positive_rate = SCREENINGS[int(rng.integers(len(SCREENINGS)))]
    return {"ill_per_10_000": ill, "recall": recall, "false_positive_rate": false_positive_rate}


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
0 and 1, correct to at least 4 decimals. Do not round the counts on the way.""",
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
            "This is the number you get when all 10,000 can be false alarms. Only the healthy can.",
            lambda case: _alarms(case)[0] / (_alarms(case)[0] + 10_000 * case["false_positive_rate"]),
        ),
        Slip(
            "rounded-counts",
            "You round the people you count on the way. Keep their fractions: they show in the fourth decimal.",
            lambda case: round(_alarms(case)[0]) / (round(_alarms(case)[0]) + round(_alarms(case)[1])),
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
