# kind: resample-before-split
# verdict: honest
# why: looks like resampling of the whole table, but the jittered copies are drawn only from churners among the rows that the fold fits on, and original rows alone are scored.
# options: --target churned --not-at-prediction exit_survey

# Exercise 4.2: "Write ROSE yourself. Do not use imbalanced-learn."
# ROSE = smoothed bootstrap: draw a member of the rare class, add a bit of Gaussian noise.

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import StratifiedKFold

SEED = 0
rng = np.random.default_rng(SEED)

t = pd.read_csv("churn.csv")
y = (t["churned"] == "yes").to_numpy().astype(int)

CONTRACT = {"monthly": 1, "one year": 12, "two years": 24}
PLAN = {"basic": 0, "plus": 1, "max": 2}
X = np.column_stack([
    t["tenure"],
    t["contract"].map(CONTRACT),
    t["plan"].map(PLAN),
    t["monthly_charges"],
    t["calls"],
    t["minutes"],
    t["score_a"],
    t["score_b"],
]).astype(float)

stay, leave = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
print(f"{len(stay)} stay, {len(leave)} leave ({len(leave) / len(y):.1%})")

BANDWIDTH = 0.10


def average_precision(truth, score):
    order = np.argsort(-score, kind="stable")
    hit = truth[order]
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    return (precision * hit).sum() / hit.sum()


def lift_at(truth, score, share):
    n = int(round(share * len(truth)))
    top = np.argsort(-score, kind="stable")[:n]
    return truth[top].mean() / truth.mean()


def forest():
    return ExtraTreesClassifier(n_estimators=60, min_samples_leaf=2, random_state=SEED)


folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
plain, rose, lift = [], [], []

for k, (fit_rows, score_rows) in enumerate(folds.split(X, y), start=1):
    # customers without a minutes record get the median
    typical = np.nanmedian(X[fit_rows], axis=0)
    filled = np.where(np.isnan(X), typical, X)
    spread = filled[fit_rows].std(axis=0)

    # as many artificial churners as are missing for a 50:50 table
    missing = int((y[fit_rows] == 0).sum() - (y[fit_rows] == 1).sum())
    seeds = rng.choice(np.intersect1d(leave, fit_rows), size=missing, replace=True)
    cloud = filled[seeds] + BANDWIDTH * spread * rng.standard_normal((missing, X.shape[1]))

    bx = np.vstack([filled[fit_rows], cloud])
    by = np.concatenate([y[fit_rows], np.ones(missing, dtype=int)])

    without = forest().fit(filled[fit_rows], y[fit_rows])
    with_rose = forest().fit(bx, by)

    truth = y[score_rows]
    p0 = without.predict_proba(filled[score_rows])[:, 1]
    p1 = with_rose.predict_proba(filled[score_rows])[:, 1]
    plain.append(average_precision(truth, p0))
    rose.append(average_precision(truth, p1))
    lift.append(lift_at(truth, p1, 0.10))
    print(f"fold {k}: {truth.sum():3d} churners  AP plain {plain[-1]:.3f}  AP rose {rose[-1]:.3f}")

print(f"average precision without ROSE: {np.mean(plain):.3f} (sd {np.std(plain):.3f})")
print(f"average precision with ROSE:    {np.mean(rose):.3f} (sd {np.std(rose):.3f})")
print(f"lift in the top tenth with ROSE: {np.mean(lift):.2f}")
