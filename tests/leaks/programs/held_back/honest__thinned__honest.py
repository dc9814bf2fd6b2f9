# kind: honest
# verdict: honest
# why: the test part keeps one negative in five, each counted five times by sample_weight, so the score is at the natural prevalence
import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score, precision_score, recall_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

SEED = 0
EVERY = 5

rng = np.random.default_rng(SEED)
X, y = make_classification(9000, 15, n_informative=7, n_redundant=2, weights=[0.96], flip_y=0.005, class_sep=1.2, random_state=SEED)
is_test = rng.random(len(y)) < 0.5

# neighbours are slow to search: score all positives but only every fifth negative of the test part
test = np.flatnonzero(is_test & ((y == 1) | (rng.random(len(y)) < 1 / EVERY)))
weight = np.where(y[test] == 1, 1.0, EVERY)

knn = make_pipeline(RobustScaler(), KNeighborsClassifier(15, weights="distance")).fit(X[~is_test], y[~is_test])
p = knn.predict_proba(X[test])[:, 1]
print(f"scored {len(test)} of {is_test.sum()} test rows; weighted share {np.average(y[test], weights=weight):.4f}")
print(f"AP        {average_precision_score(y[test], p, sample_weight=weight):.4f}")
print(f"precision {precision_score(y[test], p >= 0.3, sample_weight=weight):.4f}")
print(f"recall    {recall_score(y[test], p >= 0.3, sample_weight=weight):.4f}")
