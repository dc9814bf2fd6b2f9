# kind: early-stopping-on-test
# verdict: honest
# why: the hand-written boosting stops by the loss of the tune patients; the exam patients are scored once, by the ensemble that was cut back before
# options: --groups patient_id
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.tree import DecisionTreeRegressor

SEED = 0


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def deviance(y, z):
    return float(np.mean(np.logaddexp(0.0, z) - y * z))


class LogitTrees:
    """Newton boosting on small trees, with patience."""

    def __init__(self, step=0.06, depth=2, limit=150, patience=20):
        self.step, self.depth, self.limit, self.patience = step, depth, limit, patience
        self.trees = []

    def grow(self, X, y, watch_X, watch_y):
        rng = np.random.default_rng(SEED)
        self.base = np.log(y.mean() / (1 - y.mean()))
        z, w = np.full(len(y), self.base), np.full(len(watch_y), self.base)
        best, keep = deviance(watch_y, w), 0
        for turn in range(self.limit):
            p = sigmoid(z)
            rows = rng.random(len(y)) < 0.7
            hess = np.maximum(p * (1 - p), 1e-3)
            tree = DecisionTreeRegressor(max_depth=self.depth, min_samples_leaf=15, max_features=0.6,
                                         random_state=int(rng.integers(1 << 30)))
            tree.fit(X[rows], ((y - p) / hess)[rows], sample_weight=hess[rows])
            self.trees.append(tree)
            z = z + self.step * np.clip(tree.predict(X), -4, 4)
            w = w + self.step * np.clip(tree.predict(watch_X), -4, 4)
            now = deviance(watch_y, w)
            if now < best:
                best, keep = now, turn + 1
            elif turn + 1 - keep >= self.patience:
                break
        del self.trees[keep:]
        return self

    def margin(self, X):
        out = np.full(len(X), self.base)
        for tree in self.trees:
            out += self.step * np.clip(tree.predict(X), -4, 4)
        return out


visits = pd.read_csv("patients.csv")
y = visits["disease"].to_numpy(dtype=float)
X = visits[["age", "bmi"] + [f"lab{i}" for i in range(1, 9)]].assign(male=visits["sex"].eq("m")).to_numpy(dtype=float)

people = np.sort(visits["patient_id"].unique())
people = people[np.random.default_rng(SEED).permutation(len(people))]
a, b = int(0.5 * len(people)), int(0.7 * len(people))
fit, tune, exam = (visits["patient_id"].isin(part).to_numpy() for part in (people[:a], people[a:b], people[b:]))
assert not (fit & tune).any() and not (tune & exam).any() and not (fit & exam).any()

watched = tune
model = LogitTrees().grow(X[fit], y[fit], X[watched], y[watched])

z = model.margin(X[exam])
print("trees kept         :", len(model.trees))
print("deviance per visit : %.4f" % deviance(y[exam], z))
print("average precision  : %.4f" % average_precision_score(y[exam], z))
print("roc auc            : %.4f" % roc_auc_score(y[exam], z))
