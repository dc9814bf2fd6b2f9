# kind: label-delay
# verdict: honest
# options: --time time --label-time label_known
# why: the terminal's fraud count is of the week that ended 9 days before the payment, when all labels of that week are known
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
p = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)
g = p.set_index("time").groupby("terminal_id").fraud
r = g.rolling("16D", closed="left", min_periods=0).sum() - g.rolling("9D", closed="left", min_periods=0).sum()
p = p.sort_values(["terminal_id", "time"])
p["term_fraud"] = r.fillna(0).to_numpy()
p = p.sort_values("time")
t0 = pd.Timestamp("2025-02-10")
tr = p[p.label_known < t0]
te = p[p.time >= t0]
F = ["amount", "distance_km", "speed", "term_fraud"]
lr = LogisticRegression(max_iter=500).fit(tr[F], tr.fraud)
print("AUC", roc_auc_score(te.fraud, lr.predict_proba(te[F])[:, 1]))
