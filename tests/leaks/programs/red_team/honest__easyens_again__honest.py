# kind: resample-before-split
# verdict: honest
# why: undersampled ensembles by hand, drawn from training rows; test untouched
import numpy as np
import imbalance_lib as il
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import average_precision_score, balanced_accuracy_score
from sklearn.model_selection import train_test_split

SEED = 0


class UnderBag:
    """Average of trees, each on all positives and as many negatives."""

    def __init__(self, n=25, depth=6, seed=SEED):
        self.n, self.depth, self.rng = n, depth, np.random.default_rng(seed)

    def fit(self, X, y):
        pos, neg = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
        self.members = []
        for _ in range(self.n):
            take = np.concatenate([pos, self.rng.choice(neg, len(pos), replace=False)])
            self.members.append(DecisionTreeClassifier(max_depth=self.depth, random_state=0).fit(X[take], y[take]))
        self.prior = y.mean()
        return self

    def proba(self, X, corrected=True):
        p = np.mean([m.predict_proba(X)[:, 1] for m in self.members], axis=0).clip(1e-6, 1 - 1e-6)
        if corrected:
            odds = p / (1 - p) * self.prior / (1 - self.prior)
            p = odds / (1 + odds)
        return p


s = il.load_fraud(n_rows=4000, prevalence=.02, random_state=SEED)
X = s.X.select_dtypes("number").fillna(-1).to_numpy()
y = np.asarray(s.y)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
bag = UnderBag().fit(Xa, ya)
p = bag.proba(Xb)
print("mean p", p.mean(), "prevalence", yb.mean())
print("AP", average_precision_score(yb, p), "BAcc", balanced_accuracy_score(yb, bag.proba(Xb, corrected=False) > .5))
