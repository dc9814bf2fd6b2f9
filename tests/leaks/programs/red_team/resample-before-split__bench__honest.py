# kind: resample-before-split
# verdict: honest
# why: balance() is called on the training part inside the k-fold loop only.
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import average_precision_score

SEED = 0


class Bench:
    def __init__(self, path, label):
        self.frame = pd.read_csv(path)
        self.label = label
        self.rng = np.random.default_rng(SEED)

    def matrix(self):
        num = self.frame[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]]
        num = num.assign(monthly=(self.frame.contract == "monthly").astype(int))
        return num.fillna(0.0).to_numpy(), (self.frame[self.label] == "yes").astype(int).to_numpy()

    def balance(self, X, y):
        pos, neg = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
        more = self.rng.choice(pos, size=len(neg), replace=True)
        keep = np.concatenate([neg, more])
        self.rng.shuffle(keep)
        return X[keep], y[keep]

    def run(self, k=4):
        X, y = self.matrix()
        scores = []
        for fit, hold in StratifiedKFold(k, shuffle=True, random_state=SEED).split(X, y):
            Xf, yf = self.balance(X[fit], y[fit])
            tree = DecisionTreeClassifier(min_samples_leaf=3, random_state=SEED).fit(Xf, yf)
            scores.append(average_precision_score(y[hold], tree.predict_proba(X[hold])[:, 1]))
        return np.mean(scores)


if __name__ == "__main__":
    print("mean AP:", round(Bench("churn.csv", "churned").run(), 3))
