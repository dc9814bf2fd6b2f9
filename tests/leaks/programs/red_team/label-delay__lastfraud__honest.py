# kind: label-delay
# verdict: honest
# options: --time time --label-time label_known
# why: the count of a customer's earlier frauds is shifted to the moment the label was known by merge_asof.
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)
known = pay[["terminal_id", "label_known", "fraud"]].sort_values("label_known")
known["prior"] = known.groupby("terminal_id")["fraud"].cumsum()
pay = pd.merge_asof(pay, known[["terminal_id", "label_known", "prior"]].rename(columns={"label_known": "time"}),
                    on="time", by="terminal_id", allow_exact_matches=False)
pay["prior"] = pay["prior"].fillna(0)
split = pd.Timestamp("2025-02-05")
tr, te = pay[pay.label_known < split], pay[pay.time >= split]
cols = ["distance_km", "speed", "n_last_day", "prior"]
lr = LogisticRegression(max_iter=500).fit(tr[cols], tr.fraud)
print("AUC:", round(roc_auc_score(te.fraud, lr.predict_proba(te[cols])[:, 1]), 4))
