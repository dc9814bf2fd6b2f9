"""Measures against scikit-learn, and against what is known without computing."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score, roc_auc_score

from imbalance_lib.comparison.measure import Scored, fitness, measures


def of(*parts, probabilities=True):
    """The measures of one candidate that serves all purposes."""
    return measures({purpose: list(parts) for purpose in fitness(list(parts), probabilities)})


def scored(n=3000, seed=0, tuned=0.2, change=lambda p: p):
    rng = np.random.default_rng(seed)
    p = rng.beta(0.6, 6, n)
    y = (rng.random(n) < p).astype(int)
    return Scored(y, change(p), float(y.mean()), {"f1": tuned, "cost_10": 1 / 11, "cost_50": 1 / 51})


def test_one_fold_agrees_with_scikit_learn():
    part = scored()
    found = of(part)
    y, p = part.y_true, part.y_score
    assert found["average_precision"] == pytest.approx(average_precision_score(y, p))
    assert found["roc_auc"] == pytest.approx(roc_auc_score(y, p))
    for where, cut in (("half", 0.5), ("tuned", 0.2)):
        assert found[f"recall_{where}"] == pytest.approx(recall_score(y, p >= cut))
        assert found[f"precision_{where}"] == pytest.approx(precision_score(y, p >= cut))
        assert found[f"f1_{where}"] == pytest.approx(f1_score(y, p >= cut))
    observed, predicted = calibration_curve(y, p, n_bins=10, strategy="quantile")
    assert found["calibration_error"] == pytest.approx(np.abs(observed - predicted).mean(), abs=2e-3)


def test_ranking_is_averaged_over_folds_and_decisions_are_pooled():
    a, b = scored(seed=1), scored(n=600, seed=2)
    found = of(a, b)
    aps = [average_precision_score(p.y_true, p.y_score) for p in (a, b)]
    assert found["average_precision"] == pytest.approx(np.mean(aps))
    y, flags = (np.concatenate([getattr(p, name) for p in (a, b)]) for name in ("y_true", "y_score"))
    assert found["recall_half"] == pytest.approx(recall_score(y, flags >= 0.5))


@pytest.mark.parametrize("flagged", [0.0, 1.0])
def test_flagging_everybody_or_nobody_costs_at_least_one(flagged):
    found = of(scored(change=lambda p: np.full_like(p, flagged)))
    assert min(found["cost_10_half"], found["cost_50_half"]) >= 1 - 1e-12
    other = of(scored(change=lambda p: np.full_like(p, 1 - flagged)))
    assert min(found["cost_10_half"], other["cost_10_half"]) == pytest.approx(1)


def test_true_probabilities_are_calibrated_and_cut_best_in_theory():
    found = of(scored(60_000))
    assert found["expected_over_observed"] == pytest.approx(1, abs=0.03) and found["calibration_error"] < 0.01
    assert found["log_loss"] < found["log_loss_prior"] and found["brier"] < found["brier_prior"]
    assert found["cost_10_theory"] < min(1, found["cost_10_half"])
    bent = of(scored(60_000, change=np.sqrt))
    assert bent["log_loss"] > found["log_loss"] and bent["cost_10_theory"] > found["cost_10_theory"]
    assert bent["average_precision"] == pytest.approx(found["average_precision"])


def test_scores_that_are_no_probabilities_are_not_judged_as_such():
    found = of(scored(change=lambda p: 100 * p), probabilities=False)
    assert {"average_precision", "cost_10_tuned", "f1_tuned"} <= set(found)
    assert not [name for name in found if "half" in name or "loss" in name or "brier" in name]


def test_fitness_is_what_the_purpose_is_measured_by():
    a, b = scored(seed=1), scored(n=600, seed=2)
    fit, found = fitness([a, b]), of(a, b)
    assert fit["ranking"] == found["average_precision"] and fit["probabilities"] == -found["log_loss"]
    assert (fit["f1_tuned"], fit["f1_half"]) == (found["f1_tuned"], found["f1_half"])
    for name in ("cost_10_tuned", "cost_50_tuned", "cost_10_half", "cost_50_half"):
        assert fit[name] == -found[name]


def test_each_measure_is_of_the_candidate_chosen_for_it():
    one, other = scored(), scored(change=lambda p: np.sqrt(p[::-1]))
    mixed = measures({purpose: [other if "half" in purpose else one] for purpose in fitness([one])})
    for name, value in mixed.items():
        assert value == of(other if name.endswith("_half") else one)[name]
