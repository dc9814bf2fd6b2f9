# kind: honest
# verdict: honest
# why: positions are dealt first; oversampling by repeated positions happens in the training part only.
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
D, digit = load_digits(return_X_y=True)
y = (digit == 8).astype(int)
thin = rng.permutation(np.r_[np.flatnonzero(y == 0), rng.choice(np.flatnonzero(y), 90, replace=False)])
D, y = D[thin] / 16.0, y[thin]
hold = np.zeros(len(y), bool)
hold[::3] = True
pool = np.flatnonzero(~hold)
weight = np.where(y[pool] == 1, 10.0, 1.0)
drawn = rng.choice(pool, size=2 * len(pool), replace=True, p=weight / weight.sum())
clf = SGDClassifier(loss="log_loss", random_state=SEED).fit(D[drawn], y[drawn])
print(round(average_precision_score(y[hold], clf.decision_function(D[hold])), 4))
