# kind: honest
# verdict: honest
# why: logistic regression by hand, split by hand per class, threshold from validation, metrics by hand
import numpy as np
import pandas as pd

SEED = 0
rng = np.random.RandomState(SEED)
t = pd.read_csv("genes.csv")
y = t["relapse"].values
X = t.drop(columns="relapse").values[:, :]

tr, va, te = [], [], []
for c in (0, 1):
    i = rng.permutation(np.flatnonzero(y == c))
    a, b = int(.5 * len(i)), int(.7 * len(i))
    tr += list(i[:a]); va += list(i[a:b]); te += list(i[b:])
tr, va, te = map(np.array, (tr, va, te))

# t statistic on the training rows
m1, m0 = X[tr][y[tr] == 1].mean(0), X[tr][y[tr] == 0].mean(0)
sd = X[tr].std(0)
genes = np.argsort(-np.abs(m1 - m0) / sd)[:20]
mu = X[tr].mean(0)
Z = ((X - mu) / sd)[:, genes]

w, b = np.zeros(len(genes)), 0.0
weight = np.where(y[tr] == 1, (y[tr] == 0).sum() / (y[tr] == 1).sum(), 1.0)
for step in range(300):
    p = 1 / (1 + np.exp(-(Z[tr] @ w + b)))
    g = weight * (p - y[tr]) / weight.sum()
    w -= .5 * (Z[tr].T @ g + .01 * w)
    b -= .5 * g.sum()
prob = lambda rows: 1 / (1 + np.exp(-(Z[rows] @ w + b)))

def f1(y, yh):
    tp = ((y == 1) & (yh == 1)).sum(); fp = ((y == 0) & (yh == 1)).sum(); fn = ((y == 1) & (yh == 0)).sum()
    return 2 * tp / max(2 * tp + fp + fn, 1)

def auc(y, s):
    a, b = s[y == 1], s[y == 0]
    return ((a[:, None] > b).mean() + .5 * (a[:, None] == b).mean())

pv = prob(va)
thr = max(np.unique(pv), key=lambda q: f1(y[va], pv >= q))
pt = prob(te)
print("threshold", thr, "F1 test", f1(y[te], pt >= thr), "AUC test", auc(y[te], pt), "accuracy", np.mean((pt >= thr) == y[te]))
