# kind: label-delay
# verdict: leak
# options: --time time --label-time label_known
# why: the terminal's last-week fraud count uses labels that come 5 to 9 days later
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
p = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)
r = p.set_index("time").groupby("terminal_id").fraud.rolling("7D", closed="left").sum()  # <- leak
p = p.sort_values(["terminal_id", "time"])
p["term_fraud"] = r.fillna(0).to_numpy()
p = p.sort_values("time")
t0 = pd.Timestamp("2025-02-10")
tr = p[p.label_known < t0]
te = p[p.time >= t0]
F = ["amount", "distance_km", "speed", "term_fraud"]
lr = LogisticRegression(max_iter=500).fit(tr[F], tr.fraud)
print("AUC", roc_auc_score(te.fraud, lr.predict_proba(te[F])[:, 1]))
