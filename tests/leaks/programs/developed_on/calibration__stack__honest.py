# kind: calibration
# verdict: honest
# why: the second-level model is fitted on out-of-fold predictions of the first-level models within the training rows
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, log_loss
from sklearn.model_selection import StratifiedShuffleSplit, cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

SEED = 0


class TwoLevels:
    def __init__(self, *first):
        self.first = first
        self.second = LogisticRegression()

    def _meta(self, probabilities):
        return np.log(np.clip(np.column_stack([p[:, 1] for p in probabilities]), 1e-3, 1 - 1e-3))

    def fit(self, X, y):
        self.fitted = [clone(m).fit(X, y) for m in self.first]
        oof = [cross_val_predict(m, X, y, cv=5, method="predict_proba") for m in self.first]
        self.second.fit(self._meta(oof), y)
        return self

    def predict_proba(self, X):
        return self.second.predict_proba(self._meta(m.predict_proba(X) for m in self.fitted))


X, target = load_breast_cancer(return_X_y=True)
malignant = np.flatnonzero(target == 0)
rare = np.random.RandomState(SEED).choice(malignant, 50, replace=False)
rows = np.concatenate([np.flatnonzero(target == 1), rare])
X, y = X[rows][:, :8], 1 - target[rows]

losses, aps = [], []
for tr, te in StratifiedShuffleSplit(4, test_size=0.3, random_state=SEED).split(X, y):
    stack = TwoLevels(GaussianNB(), KNeighborsClassifier(3), ExtraTreesClassifier(30, random_state=SEED))
    p = stack.fit(X[tr], y[tr]).predict_proba(X[te])[:, 1]
    losses.append(log_loss(y[te], p))
    aps.append(average_precision_score(y[te], p))
print(f"log loss {np.mean(losses):.4f}  average precision {np.mean(aps):.4f}")
