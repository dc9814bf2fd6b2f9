# kind: honest
# verdict: honest
# why: a different best setting per fold looks like tuning on the fold, but best_of sees the outer training rows only and the reported AP is of the outer test rows.
# options:
"""Nested cross-validation of a k-nearest-neighbour classifier written with cdist."""
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold

SEED = 0


class Knn(NamedTuple):
    k: int
    metric: str
    weighted: bool


GRID = [Knn(*c) for c in product((5, 15, 35), ("euclidean", "cityblock"), (False, True))]


def robust_units(reference):
    centre = np.median(reference, axis=0)
    spread = np.subtract(*np.percentile(reference, [75, 25], axis=0))
    return lambda Z: (Z - centre) / spread


def vote(knn, X_ref, y_ref, X_new):
    to_units = robust_units(X_ref)
    D = cdist(to_units(X_new), to_units(X_ref), metric=knn.metric)
    near = np.argpartition(D, knn.k, axis=1)[:, :knn.k]
    w = 1.0 / (np.take_along_axis(D, near, axis=1) + 1e-6) if knn.weighted else np.ones(near.shape)
    return (w * y_ref[near]).sum(axis=1) / w.sum(axis=1)


def cv_score(knn, X, y, folds):
    return np.mean([average_precision_score(y[te], vote(knn, X[tr], y[tr], X[te])) for tr, te in folds])


def best_of(grid, X, y, seed):
    folds = list(StratifiedKFold(3, shuffle=True, random_state=seed).split(X, y))
    scored = [(cv_score(knn, X, y, folds), i) for i, knn in enumerate(grid)]
    return grid[max(scored)[1]]


def nested(X, y):
    outer = StratifiedKFold(5, shuffle=True, random_state=SEED)
    for number, (tr, te) in enumerate(outer.split(X, y)):
        knn = best_of(GRID, X[tr], y[tr], seed=SEED + number)
        yield {"fold": number, "setting": knn, "ap": average_precision_score(y[te], vote(knn, X[tr], y[tr], X[te]))}


X, y = make_classification(n_samples=1000, n_features=12, n_informative=6, n_redundant=2, weights=[0.88],
                           flip_y=0.03, class_sep=0.9, random_state=SEED)
results = list(nested(X, y))
for r in results:
    print(r["fold"], r["setting"], f"{r['ap']:.3f}")
ap = np.array([r["ap"] for r in results])
print(f"outer AP {ap.mean():.3f} (sd {ap.std(ddof=1):.3f}); {len(set(r['setting'] for r in results))} different settings")
