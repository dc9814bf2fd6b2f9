"""Choosing the cut: which score is high enough for an alert."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imbalance_lib.metrics import labels_and_scores


def cheapest_threshold(y_true: ArrayLike, y_score: ArrayLike, ratio: float) -> float:
    """The threshold at which alerts cost least, if a miss costs `ratio` times as much as a false alarm.

    A row is flagged where its score is at or above the threshold, which lies halfway between two scores, or is
    infinite where it is cheapest to flag nobody. Of equally cheap ones the highest. Raises ValueError if `ratio` is
    not above 0, or labels and scores do not fit each other.

    >>> cheapest_threshold([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9], ratio=0.5)
    0.65
    >>> cheapest_threshold([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9], ratio=5)
    0.25
    """
    if not ratio > 0:
        raise ValueError(f"ratio is {ratio!r}; it must be a number above 0")
    cuts, tp, fp, positives = _curve(y_true, y_score)
    return float(cuts[np.argmin(fp + ratio * (positives - tp))])


def best_f1_threshold(y_true: ArrayLike, y_score: ArrayLike) -> float:
    """The threshold with the highest F1; of equally good ones the highest. Raises ValueError as above.

    >>> best_f1_threshold([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9])
    0.25
    """
    cuts, tp, fp, positives = _curve(y_true, y_score)
    return float(cuts[np.argmax(2 * tp / (tp + fp + positives))])


def _curve(y_true: ArrayLike, y_score: ArrayLike) -> tuple[NDArray, NDArray, NDArray, int]:
    """All cuts from the highest to the lowest, and how many positives and negatives each flags."""
    labels, scores = labels_and_scores(y_true, y_score)
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], labels[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)  # the last row of each distinct score
    tp = np.concatenate([[0], np.cumsum(hits)[ends]])
    fp = np.concatenate([[0], ends + 1]) - tp
    distinct = ranked[ends]
    between = (distinct[:-1] + distinct[1:]) / 2
    return np.concatenate([[np.inf], between, [-np.inf]]), tp, fp, int(hits.sum())
