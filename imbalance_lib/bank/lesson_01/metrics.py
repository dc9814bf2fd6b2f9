"""Precision, recall and F1 from four counts, with every case of nothing to divide by decided."""

import math
from typing import Any

import numpy as np

from imbalance_lib.checks import Case, Milestone, Question, Slip

NAN = float("nan")


def draw_counts(rng: np.random.Generator, size: int) -> Case:
    tp, fp, fn, tn = (int(n) for n in rng.integers(0, 2 + size**2, 4))
    kind = rng.random()
    if kind < 0.15:
        tp = fp = 0  # nobody flagged
    elif kind < 0.30:
        tp = fn = 0  # nobody to find
    elif kind < 0.40:
        tp = fp = fn = 0
    elif kind < 0.50:
        tp, fp, fn = 0, fp + 1, fn + 1  # flagged the wrong ones
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def right_metrics(tp: int, fp: int, fn: int, tn: int) -> list[float]:
    return [share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)]


def share(part: float, whole: float, empty: float = NAN) -> float:
    return part / whole if whole else empty


def _with_f1(f1: Any) -> Any:
    """Right precision and recall, and an F1 made of them."""

    def answer(tp: int, fp: int, fn: int, tn: int) -> list[float]:
        precision, recall, _ = right_metrics(tp, fp, fn, tn)
        return [precision, recall, f1(precision, recall)]

    return answer


def _harmonic(precision: float, recall: float) -> float:
    if math.isnan(precision) or math.isnan(recall):
        return NAN
    return 2 * precision * recall / (precision + recall)


def _plain_division(tp: int, fp: int, fn: int, tn: int) -> list[float]:
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


METRICS = Question(
    id="metrics-from-counts",
    version=1,
    lesson="01",
    skill="metrics",
    level="junior",
    kind="code",
    minutes=6,
    points=3,
    source="own; cases left open by public practice sites",
    prompt="""\
Write `metrics(tp, fp, fn, tn)`. It takes the four counts of a confusion matrix (whole numbers, 0 or above; the
rare class is "positive") and returns three numbers, as a tuple or a list: precision, recall, F1.

Three decisions, so that every case has an answer:

- Precision is the share of true alarms among the alarms. When nothing was flagged, it has no value:
  return `float("nan")`.
- Recall is the share of the positives that were flagged. When there are no positives, it has no value:
  return `float("nan")`.
- F1 is `2 tp / (2 tp + fp + fn)`. It has a value even where precision has none: a model that flags nobody
  among 10 positives has F1 0. Only when `tp`, `fp` and `fn` are all 0 it is `float("nan")`.

Give shares between 0 and 1, not percent, and do not round.""",
    entry="metrics",
    right=right_metrics,
    draw=draw_counts,
    edges=(
        {"tp": 0, "fp": 0, "fn": 3, "tn": 5},
        {"tp": 0, "fp": 4, "fn": 0, "tn": 6},
        {"tp": 0, "fp": 0, "fn": 0, "tn": 5},
        {"tp": 0, "fp": 0, "fn": 0, "tn": 0},
        {"tp": 0, "fp": 2, "fn": 3, "tn": 0},
        {"tp": 7, "fp": 0, "fn": 0, "tn": 3},
    ),
    slips=(
        Slip(
            "zero-for-undefined",
            "You return 0 where a share has no value. 0 would say that every alarm was wrong; "
            "with no alarm there is nothing to judge. Return `float('nan')` there.",
            lambda tp, fp, fn, tn: [
                share(tp, tp + fp, 0),
                share(tp, tp + fn, 0),
                share(2 * tp, 2 * tp + fp + fn, 0),
            ],
        ),
        Slip(
            "division-by-zero",
            "You divide without asking whether there is anything to divide by. "
            "Decide first what to return when nothing was flagged, or nobody is positive.",
            _plain_division,
        ),
        Slip(
            "f1-crashes-at-zero",
            "Your F1 divides by precision + recall, which is 0 when every alarm was wrong. "
            "Use `2 tp / (2 tp + fp + fn)`: it is 0 there.",
            _with_f1(_harmonic),
        ),
        Slip(
            "f1-undefined-at-zero",
            "Your F1 has no value when precision and recall are both 0. It has one: `2 tp / (2 tp + fp + fn)` is 0.",
            _with_f1(lambda p, r: NAN if math.isnan(p + r) or p + r == 0 else _harmonic(p, r)),
        ),
        Slip(
            "f1-needs-precision",
            "Your F1 has no value whenever precision or recall has none. It has one: a model that flags nobody "
            "among 10 positives has F1 = 0/10 = 0.",
            _with_f1(lambda p, r: NAN if math.isnan(p + r) else 0.0 if p + r == 0 else _harmonic(p, r)),
        ),
        Slip(
            "f1-zero-for-undefined",
            "Your F1 is 0 even when `tp`, `fp` and `fn` are all 0. With nobody to find and nobody flagged, "
            "there is nothing to judge: return `float('nan')`.",
            lambda tp, fp, fn, tn: [*right_metrics(tp, fp, fn, tn)[:2], share(2 * tp, 2 * tp + fp + fn, 0)],
        ),
        Slip(
            "f1-plain-mean",
            "Your F1 is the plain mean of precision and recall. F1 is their harmonic mean, which stays near the smaller.",
            _with_f1(lambda p, r: (p + r) / 2),
        ),
        Slip(
            "f1-geometric-mean",
            "Your F1 is the geometric mean of precision and recall. F1 is their harmonic mean.",
            _with_f1(lambda p, r: math.sqrt(p * r)),
        ),
        Slip(
            "f1-without-two",
            "Your F1 has lost its factor 2: `tp` counts twice, above and below the line.",
            lambda tp, fp, fn, tn: [*right_metrics(tp, fp, fn, tn)[:2], share(tp, tp + fp + fn)],
        ),
        Slip(
            "precision-recall-swapped",
            "Precision and recall have changed places. Precision divides by the alarms (`tp + fp`), "
            "recall by the positives (`tp + fn`).",
            lambda tp, fp, fn, tn: right_metrics(tp, fn, fp, tn),
        ),
        Slip(
            "accuracy-for-precision",
            "Your precision is accuracy: the share of all rows that are right. "
            "Precision looks at the alarms alone: `tp / (tp + fp)`.",
            lambda tp, fp, fn, tn: [share(tp + tn, tp + fp + fn + tn), *right_metrics(tp, fp, fn, tn)[1:]],
        ),
        Slip(
            "specificity-for-recall",
            "Your recall is specificity: the share of the negatives left alone. Recall is about the positives.",
            lambda tp, fp, fn, tn: [
                right_metrics(tp, fp, fn, tn)[0],
                share(tn, tn + fp),
                right_metrics(tp, fp, fn, tn)[2],
            ],
        ),
        Slip(
            "none-for-undefined",
            "You return None where a share has no value. Arithmetic stops at None; `float('nan')` was asked for.",
            lambda tp, fp, fn, tn: [
                None if math.isnan(share) else share for share in right_metrics(tp, fp, fn, tn)
            ],
        ),
        Slip(
            "all-or-nothing",
            "As soon as one share has no value, you give up all three. Decide for each share alone.",
            lambda tp, fp, fn, tn: (
                [NAN] * 3 if tp + fp == 0 or tp + fn == 0 else right_metrics(tp, fp, fn, tn)
            ),
        ),
        Slip(
            "missing-brackets",
            "Brackets are missing: `tp / tp + fp` is `(tp / tp) + fp`. Write `tp / (tp + fp)`.",
            lambda tp, fp, fn, tn: [
                tp / tp + fp if tp else NAN, tp / tp + fn if tp else NAN, right_metrics(tp, fp, fn, tn)[2]
            ],
        ),
        Slip(
            "whole-division",
            "`//` cuts off everything behind the point. Divide with `/`.",
            lambda tp, fp, fn, tn: [
                s if math.isnan(s) else s // 1 for s in right_metrics(tp, fp, fn, tn)
            ],
        ),
        Slip(
            "one-for-undefined",
            "You return 1 where a share has no value. That rewards a model for raising no alarm. Return `float('nan')`.",
            lambda tp, fp, fn, tn: [
                share(tp, tp + fp, 1),
                share(tp, tp + fn, 1),
                share(2 * tp, 2 * tp + fp + fn, 1),
            ],
        ),
    ),
    milestones=(
        Milestone("precision and recall", 1, keys=(0, 1)),
        Milestone("all cases with a true alarm", 1, covers=lambda case: case["tp"] > 0),
    ),
    hints=(
        "What does each share divide by? Say it in words first: of the alarms, or of the positives?",
        "Write the three denominators down: `tp + fp`, `tp + fn`, `2 * tp + fp + fn`. Which of them can be 0, and when?",
        "Write one small function `share(part, whole)` that returns `part / whole`, or `float('nan')` when `whole` is 0. "
        "Use it three times.",
    ),
    read="Lesson 01, Four counts",
)
