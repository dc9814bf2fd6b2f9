# kind: honest
# verdict: honest
# why: in every round rows are pickled, copied and fed back with true labels while the test rows are scored each time, but only training rows missed in out-of-fold prediction are copied, and the number of rounds is fixed; all rounds are told side by side
# options:
import pickle

import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, train_test_split
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.pipeline import Pipeline

SEED = 0


class HardCaseTrainer:
    def __init__(self, X, y, rounds=5, copies=2):
        self.X, self.y = X, y
        self.ids = np.arange(len(y))
        self.rounds, self.copies = rounds, copies
        self.parcel = pickle.dumps((self.X[:0], self.y[:0], self.ids[:0]))

    @staticmethod
    def fresh():
        return Pipeline([
            ("scale", StandardScaler()),
            ("pairs", PolynomialFeatures(2, interaction_only=True, include_bias=False)),
            ("fit", LogisticRegression(C=0.02, max_iter=400)),
        ])

    def rows(self):
        eX, ey, eid = pickle.loads(self.parcel)
        return np.vstack([self.X, eX]), np.concatenate([self.y, ey]), np.concatenate([self.ids, eid])

    def out_of_fold(self):
        X, y, ids = self.rows()
        p = np.empty(len(self.y))
        for a, b in GroupKFold(4, shuffle=True, random_state=SEED).split(X, y, groups=ids):
            model = self.fresh().fit(X[a], y[a])
            own = b[b < len(self.y)]
            p[own] = model.predict_proba(X[own])[:, 1]
        return p

    def __iter__(self):
        for turn in range(self.rounds):
            X, y, _ = self.rows()
            yield turn, len(y), self.fresh().fit(X, y)
            gap = np.abs(self.y - self.out_of_fold())
            worst = np.argsort(-gap, kind="stable")[: len(self.y) // 50]
            again = np.repeat(worst, self.copies)
            eX, ey, eid = pickle.loads(self.parcel)
            self.parcel = pickle.dumps((np.vstack([eX, self.X[again]]), np.append(ey, self.y[again]),
                                        np.append(eid, self.ids[again])))


X, y = make_classification(n_samples=2400, n_features=14, n_informative=6, n_redundant=2, n_clusters_per_class=3,
                           weights=[0.93], flip_y=0.02, class_sep=0.9, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

print("round  rows   AP on test")
curve = {}
for turn, n, model in HardCaseTrainer(X_train, y_train):
    curve[turn] = average_precision_score(y_test, model.predict_proba(X_test)[:, 1])
    print(f"{turn:5d} {n:5d}   {curve[turn]:.4f}")
print("after the last round", round(curve[max(curve)], 4), "/ without copies", round(curve[0], 4))
