# kind: honest
# verdict: honest
# why: the successive-halving search sees only training rows, the logs taken before the split are row-wise, and the test table lists all cuts fixed beforehand without picking one.
# options:
import sys
import numpy as np
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.datasets import make_classification
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score
from sklearn.model_selection import HalvingRandomSearchCV, StratifiedShuffleSplit
from sklearn.pipeline import Pipeline

SEED = 0
CUTS = (0.05, 0.10, 0.20, 0.30, 0.50)


class RatioToMedian(BaseEstimator, TransformerMixin):
    """Adds, for the first k columns, the distance to the median in units of MAD."""

    def __init__(self, k=4):
        self.k = k

    def fit(self, X, y=None):
        self.med_ = np.median(X[:, :self.k], axis=0)
        self.mad_ = np.median(np.abs(X[:, :self.k] - self.med_), axis=0) + 1e-9
        return self

    def transform(self, X):
        return np.hstack([X, np.abs(X[:, :self.k] - self.med_) / self.mad_])


def signed_log(a):
    return np.sign(a) * np.log1p(np.abs(a))


X, y = make_classification(n_samples=3500, n_features=14, n_informative=6, n_redundant=2, weights=[0.93], flip_y=0.03,
                           class_sep=0.9, random_state=SEED)
X = np.sinh(X)             # heavy tails, as the gauges have
X = signed_log(X)

train_ix, test_ix = next(StratifiedShuffleSplit(1, test_size=0.35, random_state=SEED).split(X, y))
search = HalvingRandomSearchCV(
    Pipeline([("dist", RatioToMedian()), ("gb", HistGradientBoostingClassifier(random_state=SEED))]),
    {"dist__k": randint(2, 8),
     "gb__learning_rate": loguniform(0.03, 0.3),
     "gb__max_leaf_nodes": randint(4, 20),
     "gb__l2_regularization": loguniform(1e-3, 10)},
    resource="gb__max_iter", min_resources=10, max_resources=90, factor=3, n_candidates=9,
    scoring="average_precision", cv=3, random_state=SEED, n_jobs=1, refit=True)
search.fit(X[train_ix], y[train_ix])
print("chosen on the training part:", {k: (round(v, 4) if isinstance(v, float) else v) for k, v in search.best_params_.items()})
print("candidates per rung:", search.n_candidates_)

p = search.predict_proba(X[test_ix])[:, 1]
t = y[test_ix]
table = pd.DataFrame([{"cut": c, "flagged": int((p >= c).sum()),
                       "precision": precision_score(t, p >= c, zero_division=0),
                       "recall": recall_score(t, p >= c), "f1": f1_score(t, p >= c)} for c in CUTS])
sys.stdout.write(table.to_string(index=False, float_format=lambda v: f"{v:.3f}") + "\n")
print(f"test AP {average_precision_score(t, p):.4f} on {len(t)} rows with {t.sum()} positives")
