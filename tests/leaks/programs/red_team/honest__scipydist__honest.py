# kind: honest
# verdict: honest
# why: a Gaussian discriminant by hand from training rows; the cost of a miss is a constant, the cut follows from it.
import numpy as np
from scipy.stats import multivariate_normal as mvn
from sklearn.datasets import make_classification

SEED = 0
COST_MISS, COST_ALARM = 20.0, 1.0
X, y = make_classification(2200, 8, n_informative=4, n_redundant=0, weights=[0.93], random_state=SEED)
rng = np.random.RandomState(SEED)
is_train = rng.rand(len(y)) < 0.65
A, B = X[is_train], X[~is_train]
ya, yb = y[is_train], y[~is_train]
dens = [mvn(A[ya == c].mean(0), np.cov(A[ya == c].T) + 0.1 * np.eye(8)) for c in (0, 1)]
prior = ya.mean()
p1 = prior * dens[1].pdf(B)
post = p1 / (p1 + (1 - prior) * dens[0].pdf(B))
alarm = post > COST_ALARM / (COST_ALARM + COST_MISS)
tp, fp, fn = (alarm & (yb == 1)).sum(), (alarm & (yb == 0)).sum(), (~alarm & (yb == 1)).sum()
print("cost per case", round((COST_MISS * fn + COST_ALARM * fp) / len(yb), 3), "recall", round(tp / (tp + fn), 3))
