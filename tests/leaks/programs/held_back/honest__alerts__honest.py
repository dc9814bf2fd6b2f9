# kind: honest
# verdict: honest
# options: --time time --label-time label_known
# why: the model learns from payments labelled before the test days, and the k best alerts of each day rank only that day's payments by score
import numpy as np
import pandas as pd
from xgboost import XGBClassifier

SEED = 0
K = 4
START = pd.Timestamp("2025-02-10")

tx = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
tx["weekday"] = tx["time"].dt.day_of_week
tx["log_amount"] = np.log(tx["amount"])
features = ["log_amount", "hour", "weekday", "n_last_day", "distance_km", "speed", "device_age", "terminal_id"]

past = tx[tx["label_known"] < START]
future = tx[tx["time"] >= START].copy()
model = XGBClassifier(n_estimators=60, max_depth=3, learning_rate=0.1, scale_pos_weight=10, n_jobs=1, random_state=SEED)
model.fit(past[features], past["fraud"])
future["score"] = model.predict_proba(future[features])[:, 1]

future["day"] = future["time"].dt.date
future["rank"] = future.groupby("day")["score"].rank(ascending=False, method="first")
alerts = future[future["rank"] <= K]
per_day = alerts.groupby("day")["fraud"].sum()
print(per_day.to_string())
print(f"{len(alerts)} alerts on {per_day.size} days")
print(f"precision at {K} a day: {alerts['fraud'].mean():.3f}; recall: {alerts['fraud'].sum() / future['fraud'].sum():.3f}")
