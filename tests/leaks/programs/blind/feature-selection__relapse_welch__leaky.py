# kind: feature-selection
# verdict: leak
# why: the genes are ranked by Welch t with the labels of all 300 samples, held-out fold included, inside the loop (the shortlist line).
# options:
# Relapse from expression: nearest shrunken means on a short list of genes.
import numpy as np
import pandas as pd

SEED = 0
N_GENES = 20
FOLDS = 6
rng = np.random.default_rng(SEED)


def welch(A, t):
    a, b = A[t == 1], A[t == 0]
    se = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
    return (a.mean(axis=0) - b.mean(axis=0)) / (se + 0.05)


def shortlist(A, t, k):
    return np.argsort(-np.abs(welch(A, t)))[:k]


def stratified_folds(t, k):
    fold = np.empty(len(t), dtype=int)
    for c in (0, 1):
        where = rng.permutation(np.flatnonzero(t == c))
        fold[where] = np.arange(len(where)) % k
    return fold


def diagonal_lda(A, t):
    m1, m0 = A[t == 1].mean(axis=0), A[t == 0].mean(axis=0)
    n1, n0 = (t == 1).sum(), (t == 0).sum()
    pooled = ((n1 - 1) * A[t == 1].var(axis=0, ddof=1) + (n0 - 1) * A[t == 0].var(axis=0, ddof=1)) / (n1 + n0 - 2)
    shrink = 0.8
    centre = (m1 + m0) / 2
    direction = shrink * (m1 - m0) / (pooled + np.median(pooled))
    return lambda B: (B - centre) @ direction


def area(t, s):
    pos, neg = s[t == 1], s[t == 0]
    d = pos[:, None] - neg[None, :]
    return ((d > 0).sum() + 0.5 * (d == 0).sum()) / d.size


table = pd.read_csv("genes.csv")
target = table.columns[-1]
y = table[target].to_numpy().astype(int)
names = np.array([c for c in table.columns if c != target])
X = table[names].to_numpy(dtype=float)
print(f"{X.shape[0]} samples, {X.shape[1]} genes, {y.sum()} relapses")

fold = stratified_folds(y, FOLDS)
areas, hits, counts = [], [], {}
for f in range(FOLDS):
    fit, out = fold != f, fold == f
    genes = shortlist(X, y, N_GENES)  # <- leak
    for g in names[genes]:
        counts[g] = counts.get(g, 0) + 1
    rule = diagonal_lda(X[fit][:, genes], y[fit])
    s = rule(X[out][:, genes])
    areas.append(area(y[out], s))
    recall1 = (s[y[out] == 1] > 0).mean()
    recall0 = (s[y[out] == 0] <= 0).mean()
    hits.append((recall1 + recall0) / 2)
    print(f"fold {f}: auc {areas[-1]:.3f}  balanced accuracy {hits[-1]:.3f}")

print(f"mean auc {np.mean(areas):.3f} +- {np.std(areas, ddof=1) / np.sqrt(FOLDS):.3f}")
print(f"mean balanced accuracy {np.mean(hits):.3f}")
often = sorted(counts, key=counts.get, reverse=True)[:8]
print("most often on the list:", ", ".join(f"{g} ({counts[g]})" for g in often))
