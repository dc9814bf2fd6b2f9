# kind: tuning-on-test
# verdict: honest
# why: how many genes the signature has is chosen on a part of the training samples; the test samples are scored once
import numpy as np
import pandas as pd
from scipy import stats

SEED = 0
SIZES = (2, 5, 10, 20, 40, 80, 160)


def stratified_halves(y, share, rng):
    """Row numbers of a random `1 - share` of each class, and of the rest."""
    rest = np.concatenate([rng.permutation(np.flatnonzero(y == c))[: int(share * (y == c).sum())] for c in (0, 1)])
    return np.setdiff1d(np.arange(len(y)), rest), rest


def signature(X, y, size):
    """The `size` genes with the largest |t|, each weighted by its t."""
    t = stats.ttest_ind(X[y == 1], X[y == 0]).statistic
    w = np.zeros(X.shape[1])
    keep = np.argsort(-np.abs(t))[:size]
    w[keep] = t[keep]
    return w


def auc(y, score):
    ranks = stats.rankdata(score)
    n1 = y.sum()
    return (ranks[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1))


def best_size(fit_on, check_on):
    curve = {size: auc(check_on[1], check_on[0] @ signature(*fit_on, size)) for size in SIZES}
    print({k: round(float(v), 3) for k, v in curve.items()})
    return max(curve, key=curve.get)


data = pd.read_csv("genes.csv")
y, X = data.pop("relapse").to_numpy(), data.to_numpy()
rng = np.random.default_rng(SEED)
train, test = stratified_halves(y, 0.4, rng)

inner, check = (train[part] for part in stratified_halves(y[train], 0.4, rng))
size = best_size((X[inner], y[inner]), (X[check], y[check]))
w = signature(X[train], y[train], size)
print(f"signature of {size} genes, AUC {auc(y[test], X[test] @ w):.4f} on {len(test)} samples")
