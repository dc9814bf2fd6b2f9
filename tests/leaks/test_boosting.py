"""LightGBM's interfaces, by a stand-in of the same form.

The real one was tried by hand with version 4.7.0: programs of the same forms got findings of the same kinds.
"""

import importlib
import sys
import textwrap

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from imbalance_lib.leakage import seen, trace

STAND_IN = """
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.naive_bayes import GaussianNB


class Dataset:
    def __init__(self, data, label=None, reference=None, params=None):
        self.data, self.label, self.reference = data, label, reference

    def create_valid(self, data, label=None):
        return Dataset(data, label=label, reference=self)


class Booster:
    def predict(self, data):
        return self.inner.predict_proba(np.asarray(data))[:, 1]


class _EarlyStoppingCallback:
    pass


def early_stopping(stopping_rounds, verbose=True):
    return _EarlyStoppingCallback()


def log_evaluation(period=1):
    return lambda env: None


def train(params, train_set, num_boost_round=100, valid_sets=None, valid_names=None, callbacks=None):
    booster = Booster()
    booster.inner = GaussianNB().fit(np.asarray(train_set.data), np.asarray(train_set.label))
    return booster


class LGBMClassifier(ClassifierMixin, BaseEstimator):
    def __init__(self, n_estimators=100, early_stopping_round=None):
        self.n_estimators, self.early_stopping_round = n_estimators, early_stopping_round

    def fit(self, X, y, eval_set=None, callbacks=None, eval_X=None, eval_y=None):
        self.classes_ = np.unique(y)
        self.booster_ = train({}, Dataset(data=X, label=y), valid_sets=[Dataset(a, b) for a, b in eval_set or ()])
        return self

    def predict_proba(self, X):
        p = self.booster_.predict(X)
        return np.column_stack([1 - p, p])

    def predict(self, X):
        return (self.predict_proba(X)[:, 1] > 0.5).astype(int)
"""


@pytest.fixture
def lgb(tmp_path, monkeypatch):
    """The stand-in, as an installed package."""
    (tmp_path / "lightgbm.py").write_text(textwrap.dedent(STAND_IN))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    monkeypatch.setattr(seen, "LIBRARIES", (*seen.LIBRARIES, str(tmp_path)))
    yield importlib.import_module("lightgbm")
    sys.modules.pop("lightgbm", None)


def estimator(lgb, A, a, V, v, form):
    stop = [lgb.early_stopping(5)]
    forms = {
        "callback": ({}, {"eval_set": [(V, v)], "callbacks": stop}),
        "setting": ({"early_stopping_round": 5}, {"eval_set": [(V, v)]}),
        "first of two": ({}, {"eval_set": [(V, v), (A, a)], "callbacks": stop}),
        "eval_X": ({}, {"eval_X": V, "eval_y": v, "callbacks": stop}),
        "no stopping": ({}, {"eval_set": [(V, v)], "callbacks": [lgb.log_evaluation(0)]}),
    }
    settings, more = forms[form]
    return lgb.LGBMClassifier(**settings).fit(A, a, **more)


def native(lgb, A, a, V, v, form):
    stop = [lgb.early_stopping(5)]
    rows = lgb.Dataset(data=A, label=a)
    valid = lgb.Dataset(V, v, reference=rows)
    forms = {
        "callback": ({}, {"valid_sets": [valid], "callbacks": stop}),
        "setting": ({"early_stopping_round": 5}, {"valid_sets": [valid]}),
        "first of two": ({}, {"valid_sets": [valid, rows], "callbacks": stop}),
        "one, made by create_valid": ({}, {"valid_sets": rows.create_valid(V, label=v), "callbacks": stop}),
        "no stopping": ({}, {"valid_sets": [valid], "callbacks": [lgb.log_evaluation(0)]}),
    }
    settings, more = forms[form]
    return lgb.train(settings, rows, 20, **more)


CASES = [(estimator, f) for f in ("callback", "setting", "first of two", "eval_X", "no stopping")] + [
    (native, f) for f in ("callback", "setting", "first of two", "one, made by create_valid", "no stopping")
]


@pytest.mark.parametrize("on", ["test", "validation"])
@pytest.mark.parametrize("fit, form", CASES, ids=lambda c: c if isinstance(c, str) else c.__name__)
def test_the_rows_that_stop_training_are_followed(lgb, fit, form, on):
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    with trace(X.assign(label=y)) as report:
        A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
        A, V, a, v = train_test_split(A, a, stratify=a, random_state=0)
        model = fit(lgb, A, a, *((B, b) if on == "test" else (V, v)), form)
        said = model.predict_proba(B)[:, 1] if fit is estimator else model.predict(B)
        roc_auc_score(b, said)
    leaks = on == "test" and form != "no stopping"
    assert [f.kind for f in report.findings] == ["early-stopping-on-test"] * leaks


@pytest.mark.parametrize("fit", [estimator, native])
def test_rows_that_were_fitted_are_known(lgb, fit):
    X, y = load_breast_cancer(return_X_y=True)
    with trace(X) as report:
        model = fit(lgb, X, y, X[:50], y[:50], "no stopping")
        said = model.predict_proba(X[:90])[:, 1] if fit is estimator else model.predict(X[:90])
        roc_auc_score(y[:90], np.asarray(said))
    assert [f.kind for f in report.findings] == ["overlap"]
