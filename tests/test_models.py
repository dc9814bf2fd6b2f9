"""The plain models take raw tables, learn from the training rows alone, and rank better than chance."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from imbalance_lib import models


def table(n, seed):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"x": rng.normal(size=n), "kind": rng.choice(["a", "b"], n)})
    y = (X["x"] + (X["kind"] == "b") + rng.normal(size=n) > 2).astype(int).to_numpy()
    X.loc[rng.random(n) < 0.1, "x"] = np.nan
    return X, y


@pytest.mark.parametrize("model", [models.logistic(), models.forest(0)], ids=["logistic", "forest"])
def test_gaps_categories_and_new_categories_are_handled(model):
    X, y = table(800, 1)
    new, y_new = table(800, 2)
    new.loc[0, "kind"] = "never seen"
    score = model.fit(X, y).predict_proba(new)[:, 1]
    assert roc_auc_score(y_new, score) > 0.75


def test_preparation_learns_from_the_training_rows_alone():
    X, y = table(400, 3)
    fitted = models.logistic().fit(X, y)
    scaler = fitted[0].named_transformers_["pipeline"][-1]
    assert scaler.mean_[0] == pytest.approx(X["x"].fillna(X["x"].median()).mean())


def test_settings_reach_the_model():
    assert models.logistic(class_weight="balanced")[-1].class_weight == "balanced"
    assert models.forest(0, n_estimators=7)[-1].n_estimators == 7
