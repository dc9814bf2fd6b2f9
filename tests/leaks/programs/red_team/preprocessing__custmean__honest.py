# kind: preprocessing
# verdict: honest
# why: the usual amount of a customer comes from the training days.
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


class Features:
    def __init__(self):
        self.usual = None

    def learn(self, frame):
        self.usual = frame.groupby("customer_id")["amount"].mean()
        self.overall = frame["amount"].mean()
        return self

    def apply(self, frame):
        usual = frame["customer_id"].map(self.usual).fillna(self.overall)
        out = frame[["amount", "n_last_day", "distance_km", "speed"]].copy()
        out["ratio"] = np.log(out["amount"] / usual)
        return out


pay = pd.read_csv("payments.csv", parse_dates=["time"])
old, new = pay[pay.time < "2025-02-15"], pay[pay.time >= "2025-02-15"]
f = Features().learn(old)
lr = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
lr.fit(f.apply(old), old["fraud"])
print("AUC", round(roc_auc_score(new["fraud"], lr.decision_function(f.apply(new))), 4))
