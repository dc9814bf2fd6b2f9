# kind: threshold-on-test
# verdict: honest
# options: --time time --label-time label_known
# why: five alarms a day by rank, no labels used; training labels were known before the first test day
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

SEED = 0
K = 5
df = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
t0 = pd.Timestamp("2025-02-10")
train = df[df.label_known < t0]
test = df[df.time >= t0].copy()
F = ["amount", "hour", "n_last_day", "distance_km", "speed"]
rf = RandomForestClassifier(60, min_samples_leaf=2, random_state=SEED).fit(train[F], train.fraud)
test["p"] = rf.predict_proba(test[F])[:, 1]
test["day"] = test.time.dt.date
alarms = test.sort_values("p", ascending=False).groupby("day").head(K)
per_day = alarms.groupby("day").fraud.mean()
print(f"card precision@{K}: {per_day.mean():.3f} ({per_day.min():.2f} to {per_day.max():.2f})")
print("recall", alarms.fraud.sum() / test.fraud.sum())
