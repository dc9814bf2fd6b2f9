# kind: honest
# verdict: honest
# why: the whole matrix is ranked before any split and genes are picked by labels with rare rows repeated, but ranks are taken within each sample, and picking and repeating happen on the training rows of every split.
# options: --target relapse

"""
Gene signature for relapse (45 of 300 samples).

Course question: "Different chips have different brightness. Find a way to compare samples that
does not depend on it, build a signature, and say whether it is better than guessing."

The answer here: a sample is described by the ranks of its genes. The signature is the sum of the
genes that are higher in relapse minus the sum of those that are lower. Guessing is measured by
running exactly the same procedure on shuffled labels.
"""

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.neighbors import KNeighborsClassifier

SEED = 0
GENES_PER_SIDE = 12


def auc_by_counting(label, score):
    """Share of (relapse, no relapse) pairs in the right order, ties count one half."""
    a, b = score[label == 1][:, None], score[label == 0][None, :]
    return (a > b).mean() + 0.5 * (a == b).mean()


def welch(R, label):
    one, zero = R[label == 1], R[label == 0]
    se = np.sqrt(one.var(0, ddof=1) / len(one) + zero.var(0, ddof=1) / len(zero))
    return (one.mean(0) - zero.mean(0)) / se


def repeat_rare(rows, label, rng):
    rare = rows[label[rows] == 1]
    lack = (label[rows] == 0).sum() - len(rare)
    return np.concatenate([rows, rng.choice(rare, lack)])


def evaluate(R, label, repeats, seed):
    rng = np.random.default_rng(seed)
    sums, knn, used = [], [], np.zeros(R.shape[1], dtype=int)
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=repeats, random_state=seed)
    for train, test in cv.split(R, label):
        t = welch(R[train], label[train])
        order = np.argsort(t)
        down, up = order[:GENES_PER_SIDE], order[-GENES_PER_SIDE:]
        used[down] += 1
        used[up] += 1
        sums.append(auc_by_counting(label[test], R[test][:, up].sum(1) - R[test][:, down].sum(1)))

        genes = np.concatenate([down, up])
        rows = repeat_rare(train, label, rng)
        near = KNeighborsClassifier(25, weights="distance").fit(R[np.ix_(rows, genes)], label[rows])
        knn.append(auc_by_counting(label[test], near.predict_proba(R[np.ix_(test, genes)])[:, 1]))
    return np.array(sums), np.array(knn), used


table = pd.read_csv("genes.csv")
relapse = table["relapse"].to_numpy()
names = np.array([c for c in table.columns if c != "relapse"])
expression = table[names].to_numpy()

ranks = rankdata(expression, axis=1) / expression.shape[1]

signature, neighbours, used = evaluate(ranks, relapse, repeats=6, seed=SEED)
print(f"signature:  AUC {signature.mean():.3f} (sd over parts {signature.std(ddof=1):.3f})")
print(f"neighbours: AUC {neighbours.mean():.3f} (sd over parts {neighbours.std(ddof=1):.3f})")
stable = np.argsort(-used)[:8]
print("picked most often:", ", ".join(f"{names[g]} {used[g]}/30" for g in stable))

shuffler = np.random.default_rng(SEED + 1)
chance = [evaluate(ranks, shuffler.permutation(relapse), repeats=1, seed=SEED + 2 + i)[0].mean() for i in range(20)]
beaten = np.mean(np.array(chance) >= signature.mean())
print(f"same procedure on shuffled labels: AUC {np.mean(chance):.3f}, highest {np.max(chance):.3f}, "
      f"share at or above the real one {beaten:.2f}")
