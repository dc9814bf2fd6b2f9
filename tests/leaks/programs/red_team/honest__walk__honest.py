# kind: honest
# verdict: honest
# options: --time time --label-time label_known
# why: every month is scored by a model of payments whose labels were known before that month began
import pandas as pd
import numpy as np
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import BaggingClassifier
from sklearn.metrics import average_precision_score

SEED = 0
p = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)
p["z"] = p.groupby("customer_id").amount.transform(lambda s: (s - s.shift().expanding(3).mean()) / s.shift().expanding(3).std())
p["cat_seen"] = p.groupby(["customer_id", "category"]).cumcount()
p["dow"] = p.time.dt.dayofweek
X = p[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age", "z", "cat_seen", "dow"]].replace([np.inf, -np.inf], np.nan)
edges = pd.date_range(p.time.min().normalize(), p.time.max(), periods=7)
pieces = []
for start, end in zip(edges[3:-1], edges[4:]):
    past = (p.label_known < start) & (p.time < start)
    now = (p.time >= start) & (p.time < end)
    med = X[past].median()
    m = BaggingClassifier(DecisionTreeClassifier(min_samples_leaf=5, class_weight="balanced"), 20, random_state=SEED).fit(X[past].fillna(med), p.fraud[past])
    s = m.predict_proba(X[now].fillna(med))[:, 1]
    out = p.loc[now, ["time", "fraud", "amount"]].assign(score=s)
    pieces.append(out)
    day = out.sort_values("score", ascending=False).groupby(out.time.dt.date).head(3)
    print(start.date(), "train", past.sum(), "AP", round(average_precision_score(out.fraud, s), 3), "top 3 a day", round(day.fraud.mean(), 3),
          "money caught", round((day.amount * day.fraud).sum() / (out.amount * out.fraud).sum(), 3))
allm = pd.concat(pieces)
print("pooled AP", average_precision_score(allm.fraud, allm.score))
