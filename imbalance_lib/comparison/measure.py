"""What is measured of one division into folds: ranking, probabilities, decisions and their cost."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from imbalance_lib.metrics import counts

RATIOS = (10, 50)  # what a miss costs, in false alarms


@dataclass(frozen=True)
class Scored:
    """The test rows of one fold: labels, scores, the share of positives in training, and the thresholds tuned there."""

    y_true: NDArray[np.int64]
    y_score: NDArray[np.float64]
    prevalence: float
    thresholds: dict[str, float]  # "f1", "cost_10", "cost_50"


def measures(parts: dict[str, list[Scored]]) -> dict[str, float]:
    """All measures over the folds, given for each purpose by the candidate that was chosen for it.

    Average precision and ROC-AUC are means over folds, since scores of different models do not share a scale; all else
    is of the rows of all folds together. `cost_10` is the cost a row in false alarms if a miss costs ten, divided
    by that of the cheaper of flagging everybody and nobody: 1 is worthless. `_tuned`: at the threshold that was
    cheapest (or had the best F1) inside the training rows; `_half`: at 0.5; `_theory`: at 1 / (1 + ratio), which is
    right for true probabilities (Elkan, 2001). Where scores are no probabilities, those of probabilities and at 0.5
    are left out.
    """
    y = _labels(parts["ranking"])
    found = {
        "average_precision": _mean(average_precision_score, parts["ranking"]),
        "roc_auc": _mean(roc_auc_score, parts["ranking"]),
    }
    found |= _decisions(y, _flags(parts["f1_tuned"], "f1"), "tuned")
    for ratio in RATIOS:
        found[f"cost_{ratio}_tuned"] = _cost(y, _flags(parts[f"cost_{ratio}_tuned"], f"cost_{ratio}"), ratio)
    if "probabilities" not in parts:
        return found
    score = _scores(parts["probabilities"])
    prior = np.concatenate([np.full(len(p.y_true), p.prevalence) for p in parts["probabilities"]])
    found |= {
        "log_loss": float(log_loss(y, score, labels=[0, 1])),
        "log_loss_prior": float(log_loss(y, prior, labels=[0, 1])),
        "brier": float(brier_score_loss(y, score)),
        "brier_prior": float(brier_score_loss(y, prior)),
        "expected_over_observed": float(score.sum() / y.sum()),
        "calibration_error": _calibration_error(y, score),
    }
    found |= _decisions(y, _scores(parts["f1_half"]) >= 0.5, "half")
    for ratio in RATIOS:
        found[f"cost_{ratio}_half"] = _cost(y, _scores(parts[f"cost_{ratio}_half"]) >= 0.5, ratio)
        found[f"cost_{ratio}_theory"] = _cost(y, score >= 1 / (1 + ratio), ratio)
    return found


def fitness(parts: list[Scored], probabilities: bool = True) -> dict[str, float]:
    """How fit one candidate is for each purpose, the higher the better: what it is then measured by, or leads there."""
    y, score = _labels(parts), _scores(parts)
    found = {
        "ranking": _mean(average_precision_score, parts),
        "f1_tuned": _decisions(y, _flags(parts, "f1"), "")["f1_"],
    }
    for ratio in RATIOS:
        found[f"cost_{ratio}_tuned"] = -_cost(y, _flags(parts, f"cost_{ratio}"), ratio)
    if probabilities:
        found["probabilities"] = -float(log_loss(y, score, labels=[0, 1]))
        found["f1_half"] = _decisions(y, score >= 0.5, "")["f1_"]
        for ratio in RATIOS:
            found[f"cost_{ratio}_half"] = -_cost(y, score >= 0.5, ratio)
    return found


def _labels(parts: list[Scored]) -> NDArray[np.int64]:
    return np.concatenate([p.y_true for p in parts])


def _scores(parts: list[Scored]) -> NDArray[np.float64]:
    return np.concatenate([p.y_score for p in parts])


def _mean(metric: Callable[[NDArray, NDArray], float], parts: list[Scored]) -> float:
    return float(np.mean([metric(p.y_true, p.y_score) for p in parts]))


def _flags(parts: list[Scored], name: str) -> NDArray[np.bool_]:
    return np.concatenate([p.y_score >= p.thresholds[name] for p in parts])


def _decisions(y: NDArray, flags: NDArray[np.bool_], where: str) -> dict[str, float]:
    """Recall, precision and F1, and the share of rows flagged; precision is 0 where nobody is."""
    told = counts(y, flags.astype(int))
    return {
        f"recall_{where}": told.tp / (told.tp + told.fn),
        f"precision_{where}": told.tp / max(told.tp + told.fp, 1),
        f"f1_{where}": 2 * told.tp / (2 * told.tp + told.fp + told.fn),
        f"flagged_{where}": float(flags.mean()),
    }


def _cost(y: NDArray, flags: NDArray[np.bool_], ratio: float) -> float:
    told = counts(y, flags.astype(int))
    trivial = min(ratio * (told.fn + told.tp), told.fp + told.tn)
    return (told.fp + ratio * told.fn) / trivial


def _calibration_error(y: NDArray, score: NDArray) -> float:
    """Mean gap between predicted and observed share, over ten bins with equally many rows."""
    bins = np.array_split(np.argsort(score, kind="stable"), 10)
    gaps = [abs(score[rows].mean() - y[rows].mean()) * len(rows) for rows in bins if len(rows)]
    return float(sum(gaps) / len(y))
