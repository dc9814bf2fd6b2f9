# kind: feature-selection
# verdict: honest
# why: the stable columns are found inside each outer training part, by subsets of it
import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

SEED = 0


def welch_t(X, y):
    a, b = X[y == 1], X[y == 0]
    return np.abs(a.mean(0) - b.mean(0)) / np.sqrt(a.var(0, ddof=1) / len(a) + b.var(0, ddof=1) / len(b))


def stable_columns(X, y, top=40, votes=3):
    """Columns among the `top` in at least `votes` of five subsets."""
    count = np.zeros(X.shape[1], int)
    for part, _ in StratifiedKFold(5, shuffle=True, random_state=SEED).split(X, y):
        count[np.argsort(welch_t(X[part], y[part]))[-top:]] += 1
    return np.flatnonzero(count >= votes)


def ridge(X, y, lam=30.0):
    m = X.mean(0)
    Z = X - m
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(X.shape[1], dtype=X.dtype), Z.T @ (y - y.mean()))
    return lambda new: (new - m) @ w


X, y = make_classification(280, 450, n_informative=4, n_redundant=0, weights=[0.8], class_sep=0.4, flip_y=0.1, random_state=SEED)
X = X.astype(np.float32)
aucs = []
for train, test in StratifiedKFold(5, shuffle=True, random_state=SEED + 1).split(X, y):
    columns = stable_columns(X[train], y[train])
    predict = ridge(X[np.ix_(train, columns)], y[train])
    aucs.append(roc_auc_score(y[test], predict(X[np.ix_(test, columns)])))
print(len(columns), "columns in the last fold, AUC", np.round(np.mean(aucs), 3))
