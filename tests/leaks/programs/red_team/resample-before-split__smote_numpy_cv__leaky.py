# kind: resample-before-split
# verdict: leak
# why: hand-written SMOTE over the whole table, then cross-validation
import numpy as np
from sklearn.datasets import make_classification
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_predict, StratifiedKFold
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
X, y = make_classification(1500, 12, n_informative=4, weights=[.94], flip_y=.03, random_state=SEED)

def my_smote(X, y, k=5):
    P = X[y == 1]
    need = (y == 0).sum() // 2 - len(P)
    nb = NearestNeighbors(n_neighbors=k + 1).fit(P).kneighbors(P, return_distance=False)[:, 1:]
    i = rng.integers(0, len(P), need)
    j = nb[i, rng.integers(0, k, need)]
    lam = rng.random((need, 1))
    return np.vstack([X, P[i] + lam * (P[j] - P[i])]), np.r_[y, np.ones(need, int)]

Xs, ys = my_smote(X, y)  # <- leak
dec = cross_val_predict(SVC(), Xs, ys, cv=StratifiedKFold(5, shuffle=True, random_state=SEED), method="decision_function")
print("cross-validated AP: %.3f" % average_precision_score(ys, dec))
