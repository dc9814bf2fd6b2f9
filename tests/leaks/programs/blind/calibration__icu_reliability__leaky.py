# kind: calibration
# verdict: leak
# why: the forest is fitted on all of X_dev, which includes X_cal, and Platt's numbers are then learned from its predictions for X_cal.
# options:
"""Reliability of a random forest for ICU mortality after Platt scaling (own implementation)."""
import os
import tempfile

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

SEED = 0
REPEATS = 4


def admissions(n=2400):
    g = np.random.default_rng(SEED)
    df = pd.DataFrame({
        "age": g.normal(64, 14, n),
        "lactate": g.lognormal(0.6, 0.5, n),
        "creatinine": g.lognormal(0.1, 0.45, n),
        "map": g.normal(75, 12, n),
        "gcs": g.integers(3, 16, n).astype(float),
        "spo2": 100 - g.gamma(2.0, 1.6, n),
    })
    eta = (-3.0 + 0.035 * (df.age - 64) + 0.45 * (df.lactate - 1.8) + 0.5 * (df.creatinine - 1.1)
           - 0.03 * (df["map"] - 75) - 0.12 * (df.gcs - 9))
    died = (g.random(n) < expit(eta)).astype(int)
    for col in ("lactate", "creatinine", "spo2"):
        df.loc[g.random(n) < 0.12, col] = np.nan
    return df, died


def squash(p, eps=1e-3):
    return logit(np.clip(p, eps, 1 - eps))


def platt(scores, y):
    n1, n0 = y.sum(), len(y) - y.sum()
    target = np.where(y == 1, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))

    def loss(ab):
        q = np.clip(expit(ab[0] * scores + ab[1]), 1e-9, 1 - 1e-9)
        return -np.mean(target * np.log(q) + (1 - target) * np.log(1 - q))

    return minimize(loss, x0=[1.0, 0.0], method="BFGS").x


def reliability(y, p, bins=8):
    idx = np.minimum((p * bins).astype(int), bins - 1)
    pts = [(p[idx == b].mean(), y[idx == b].mean(), (idx == b).sum()) for b in range(bins) if (idx == b).any()]
    ece = sum(abs(conf - freq) * k for conf, freq, k in pts) / len(y)
    return pts, ece


X, y = admissions()
fig, ax = plt.subplots(figsize=(4, 4))
ax.plot([0, 1], [0, 1], lw=0.8, color="grey")
log = []
for r in range(REPEATS):
    X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED + 100 * r)
    X_fit, X_cal, y_fit, y_cal = train_test_split(X_dev, y_dev, test_size=0.35, stratify=y_dev,
                                                  random_state=SEED + 100 * r + 1)
    forest = make_pipeline(SimpleImputer(strategy="median"),
                           RandomForestClassifier(n_estimators=120, min_samples_leaf=2, random_state=SEED + r))
    forest.fit(X_dev, y_dev)  # <- leak
    a, b = platt(squash(forest.predict_proba(X_cal)[:, 1]), y_cal)
    raw = forest.predict_proba(X_test)[:, 1]
    cal = expit(a * squash(raw) + b)
    pts, ece = reliability(y_test, cal)
    ax.plot([q[0] for q in pts], [q[1] for q in pts], marker="o", ms=3, alpha=0.7)
    log.append({
        "repeat": r, "slope": a,
        "auc": roc_auc_score(y_test, raw),
        "brier_raw": brier_score_loss(y_test, raw),
        "brier": brier_score_loss(y_test, cal),
        "logloss": log_loss(y_test, cal),
        "ece": ece,
    })

ax.set_xlabel("predicted")
ax.set_ylabel("observed")
with tempfile.TemporaryDirectory() as folder:
    fig.savefig(os.path.join(folder, "reliability.png"), dpi=80)

log = pd.DataFrame(log).set_index("repeat")
print(log.round(4).to_string())
print("mean over repeats:", log.mean().round(4).to_dict())
