# kind: honest
# verdict: honest
# why: Two models are scored and compared on the same loans and weights of evidence are learned from labels, but nothing is chosen by the comparison and all learning uses loans whose outcome was known before the first scored one.
# options: --time opened --label-time outcome_known --target default
"""Champion scorecard against boosted challenger on the newest vintage: DeLong's paired test."""
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from xgboost import XGBClassifier

SEED = 0


@dataclass(frozen=True)
class Protocol:
    go_live: pd.Timestamp = pd.Timestamp("2024-07-01")
    watch_for: pd.Timedelta = pd.Timedelta(days=75)
    inputs: tuple = ("income", "debt_ratio", "age", "utilisation", "enquiries", "months_employed")
    challenger: dict = field(default_factory=lambda: dict(
        n_estimators=400, learning_rate=0.05, max_depth=3, subsample=0.7, min_child_weight=8,
        eval_metric="auc", early_stopping_rounds=30, n_jobs=1))


def loan_book(n, rng):
    opened = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.sort(rng.uniform(0, 730, n)), unit="D")
    d = pd.DataFrame({"opened": opened.floor("s")})
    d["income"] = rng.lognormal(10.3, 0.5, n).round()
    d["debt_ratio"] = rng.beta(2, 4, n)
    d["age"] = rng.integers(19, 76, n)
    d["utilisation"] = np.clip(rng.beta(1.5, 2.5, n) + 0.2 * d["debt_ratio"], 0, 1)
    d["enquiries"] = rng.poisson(1 + 2 * d["utilisation"])
    d["months_employed"] = np.minimum(rng.exponential(50, n).round(), 12 * (d["age"] - 18))
    z = (-3.9 - 0.5 * (np.log(d["income"]) - 10.3) + 2.2 * d["debt_ratio"] * d["utilisation"] * 2
         + 0.22 * d["enquiries"] - 0.006 * d["months_employed"] + 0.9 * (d["age"] < 25))
    d["default"] = rng.binomial(1, 1 / (1 + np.exp(-z)))
    d["outcome_known"] = d["opened"] + pd.to_timedelta(rng.integers(90, 121, n), unit="D")
    return d


class WeightOfEvidence(TransformerMixin, BaseEstimator):
    def __init__(self, bins=5, pseudo=0.5):
        self.bins, self.pseudo = bins, pseudo

    def fit(self, X, y):
        y = np.asarray(y)
        self.edges_, self.woe_ = {}, {}
        for c in X.columns:
            edges = np.unique(np.quantile(X[c], np.linspace(0, 1, self.bins + 1)[1:-1]))
            slot = np.searchsorted(edges, X[c], side="right")
            bad = np.bincount(slot, y, minlength=len(edges) + 1) + self.pseudo
            good = np.bincount(slot, 1 - y, minlength=len(edges) + 1) + self.pseudo
            self.edges_[c], self.woe_[c] = edges, np.log((good / good.sum()) / (bad / bad.sum()))
        return self

    def transform(self, X):
        return np.column_stack([self.woe_[c][np.searchsorted(self.edges_[c], X[c], side="right")] for c in X.columns])


class DeLong(NamedTuple):
    auc: np.ndarray
    cov: np.ndarray

    @classmethod
    def of(cls, y, scores):
        pos, neg = scores[:, y == 1], scores[:, y == 0]
        m, n = pos.shape[1], neg.shape[1]
        tz = np.array([rankdata(np.r_[a, b]) for a, b in zip(pos, neg)])
        v10 = (tz[:, :m] - np.array([rankdata(a) for a in pos])) / n
        v01 = 1 - (tz[:, m:] - np.array([rankdata(b) for b in neg])) / m
        return cls(v10.mean(axis=1), np.cov(v10) / m + np.cov(v01) / n)

    def interval(self, i, level=0.95):
        half = norm.ppf(0.5 + level / 2) * np.sqrt(self.cov[i, i])
        return self.auc[i] - half, self.auc[i] + half

    def difference(self):
        c = np.array([-1.0, 1.0])
        gap, se = c @ self.auc, np.sqrt(c @ self.cov @ c)
        return gap, se, 2 * norm.sf(abs(gap / se))


def train_champion(known, p):
    card = Pipeline([("woe", WeightOfEvidence()), ("points", LogisticRegression(C=10))])
    return card.fit(known[list(p.inputs)], known["default"])


def train_challenger(known, p):
    recent = known["opened"] >= known["opened"].max() - p.watch_for
    base, watch = known[~recent], known[recent]
    cols = list(p.inputs)
    return XGBClassifier(random_state=SEED, **p.challenger).fit(
        base[cols], base["default"], eval_set=[(watch[cols], watch["default"])], verbose=False)


def run(p=Protocol(), n=9000):
    book = loan_book(n, np.random.default_rng(SEED))
    known = book[book["outcome_known"] < p.go_live]
    vintage = book[book["opened"] >= p.go_live]
    models = {"scorecard": train_champion(known, p), "boosted": train_challenger(known, p)}
    scores = np.array([m.predict_proba(vintage[list(p.inputs)])[:, 1] for m in models.values()])
    result = DeLong.of(vintage["default"].to_numpy(), scores)
    print(f"known loans {len(known)} ({known['default'].mean():.2%} bad), vintage {len(vintage)} "
          f"({vintage['default'].mean():.2%} bad)")
    for i, name in enumerate(models):
        low, high = result.interval(i)
        print(f"{name:10s} AUC {result.auc[i]:.4f} [{low:.4f}, {high:.4f}]")
    gap, se, pvalue = result.difference()
    print(f"boosted minus scorecard {gap:+.4f} (s.e. {se:.4f}), two-sided p = {pvalue:.3f}")


run()
