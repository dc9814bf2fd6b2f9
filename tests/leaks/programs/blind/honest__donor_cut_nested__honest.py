# kind: honest
# verdict: honest
# why: TunedThresholdClassifierCV picks its cut on grouped inner splits of the outer training households only; the outer fold is just predicted, although the loop shows one tuned cut per fold.
# options: --groups household_id
import os
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import fbeta_score, make_scorer, precision_score, recall_score
from sklearn.model_selection import StratifiedGroupKFold, TunedThresholdClassifierCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0


class QuantileClipper(TransformerMixin, BaseEstimator):
    def __init__(self, low=0.01, high=0.99):
        self.low = low
        self.high = high

    def fit(self, X, y=None):
        X = np.asarray(X, dtype=float)
        self.lo_, self.hi_ = np.nanquantile(X, [self.low, self.high], axis=0)
        return self

    def transform(self, X):
        return np.clip(np.asarray(X, dtype=float), self.lo_, self.hi_)


def mailing(seed):
    g = np.random.default_rng(seed)
    size = g.integers(1, 6, 900)
    hh = np.repeat(np.arange(900), size)
    generous = g.normal(0, 0.9, 900)[hh]
    income = np.exp(10.3 + 0.25 * generous + g.normal(0, 0.4, len(hh)))
    last_gift = np.exp(2.8 + 0.5 * generous + g.normal(0, 0.7, len(hh)))
    months_since = g.exponential(14, len(hh))
    source = g.choice(list("ABCD"), len(hh))
    eta = -3.4 + 1.1 * generous - 0.05 * (months_since - 14) + 0.6 * (source == "B") + 0.5 * (np.log(last_gift) - 2.8)
    gave = g.random(len(hh)) < 1 / (1 + np.exp(-eta))
    out = pd.DataFrame(dict(household_id=hh, income=income, last_gift=last_gift, months_since=months_since,
                            source=source, gave=gave.astype(int)))
    return out.sample(frac=1, random_state=seed).reset_index(drop=True)


data = mailing(SEED)
target = data["gave"].to_numpy()
num = ["income", "last_gift", "months_since"]
pipe = Pipeline([
    ("ct", ColumnTransformer([("num", Pipeline([("clip", QuantileClipper()), ("z", StandardScaler())]), num),
                              ("src", OneHotEncoder(drop="first"), ["source"])])),
    ("lr", LogisticRegression(C=1.0, max_iter=300)),
])
f2 = make_scorer(fbeta_score, beta=2, zero_division=0)

called = np.zeros(len(data), dtype=int)
outer = StratifiedGroupKFold(4, shuffle=True, random_state=SEED)
for fold, (a, b) in enumerate(outer.split(data, target, data["household_id"])):
    part, rest = data.iloc[a], data.iloc[b]
    inner = list(StratifiedGroupKFold(3, shuffle=True, random_state=SEED + 1)
                 .split(part, target[a], part["household_id"]))
    tuned = TunedThresholdClassifierCV(pipe, scoring=f2, cv=inner, thresholds=40)
    tuned.fit(part[num + ["source"]], target[a])
    called[b] = tuned.predict(rest[num + ["source"]])
    print("fold %d  cut %.3f  outer F2 %.3f" % (
        fold, tuned.best_threshold_, fbeta_score(target[b], called[b], beta=2)))

print("all outer folds: F2 %.4f  precision %.4f  recall %.4f" % (
    fbeta_score(target, called, beta=2), precision_score(target, called), recall_score(target, called)))
