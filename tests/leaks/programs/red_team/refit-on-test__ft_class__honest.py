# kind: refit-on-test
# verdict: honest
# why: prepare() fills and standardises with the median, mean and deviation that train() kept
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0


class Churn:
    numeric = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]

    def __init__(self):
        self.clf = SGDClassifier(loss="log_loss", alpha=1e-3, random_state=SEED)

    def prepare(self, frame):
        num = frame[self.numeric].fillna(self.median)
        num = (num - self.mean) / self.std
        return np.hstack([num, (frame.contract == "monthly").to_numpy()[:, None]])

    def train(self, frame, y):
        num = frame[self.numeric]
        self.median = num.median()
        num = num.fillna(self.median)
        self.mean, self.std = num.mean(), num.std()
        self.clf.fit(self.prepare(frame), y)

    def score(self, frame, y):
        return average_precision_score(y, self.clf.decision_function(self.prepare(frame)))


t = pd.read_csv("churn.csv")
label = (t.churned == "yes").to_numpy()
a, b, ya, yb = train_test_split(t, label, test_size=.25, stratify=label, random_state=SEED)
c = Churn()
c.train(a, ya)
print("AP:", c.score(b, yb))
