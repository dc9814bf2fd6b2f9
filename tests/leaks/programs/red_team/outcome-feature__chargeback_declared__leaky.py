# kind: outcome-feature
# verdict: leak
# options: --not-at-prediction chargeback
# why: the customer's earlier chargebacks include the payment's own
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

SEED = 0
p = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time")
p["past_cb"] = p.groupby("customer_id").chargeback.cumsum()  # <- leak
F = ["amount", "distance_km", "speed", "hour", "past_cb"]
n = int(.7 * len(p))
m = HistGradientBoostingClassifier(max_iter=30, random_state=SEED).fit(p[F].iloc[:n], p.fraud.iloc[:n])
print(average_precision_score(p.fraud.iloc[n:], m.predict_proba(p[F].iloc[n:])[:, 1]))
