# kind: calibration
# verdict: honest
# why: the upper model learns from out-of-fold predictions carried through .npy files; the lower models refitted on all training rows only serve the scored rows
# options:
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
NUMBERS = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
WORDS = ["contract", "plan"]


def floor(estimator):
    table = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), NUMBERS),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), WORDS),
    )
    return make_pipeline(table, estimator)


LOWER = {
    "trees": floor(ExtraTreesClassifier(120, min_samples_leaf=2, random_state=SEED, n_jobs=1)),
    "near": floor(KNeighborsClassifier(15, weights="distance")),
    "line": floor(LogisticRegression(C=0.5, max_iter=500)),
}


def in_sample(model, X, y):
    return clone(model).fit(X, y).predict_proba(X)[:, 1]


def out_of_fold(model, X, y):
    out = np.empty(len(y))
    for a, b in StratifiedKFold(4, shuffle=True, random_state=SEED).split(X, y):
        out[b] = clone(model).fit(X.iloc[a], y[a]).predict_proba(X.iloc[b])[:, 1]
    return out


def logit(p):
    p = np.clip(p, 0.003, 0.997)
    return np.log(p / (1 - p))


customers = pd.read_csv("churn.csv").query("monthly_charges > 0")
target = (customers["churned"] == "yes").to_numpy(dtype=int)
X_tr, X_te, y_tr, y_te = train_test_split(customers[NUMBERS + WORDS], target, test_size=0.35, stratify=target,
                                          random_state=SEED)

with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    for name, model in LOWER.items():
        lower = out_of_fold(model, X_tr, y_tr)
        np.save(folder / f"{name}_learn.npy", lower)
        np.save(folder / f"{name}_apply.npy", clone(model).fit(X_tr, y_tr).predict_proba(X_te)[:, 1])

    Z_tr = logit(np.column_stack([np.load(folder / f"{n}_learn.npy") for n in LOWER]))
    Z_te = logit(np.column_stack([np.load(folder / f"{n}_apply.npy") for n in LOWER]))

upper = LogisticRegression(C=1.0).fit(Z_tr, y_tr)
p = upper.predict_proba(Z_te)[:, 1]
print("weights", dict(zip(LOWER, upper.coef_[0].round(2).tolist())))
print("held-out AUC  ", round(roc_auc_score(y_te, p), 4))
print("held-out Brier", round(brier_score_loss(y_te, p), 4))
