# kind: label-delay
# verdict: leak
# options: --time time --label-time label_known
# why: the count of a customer's earlier frauds includes frauds of the last days that nobody knew yet.
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)
pay["prior"] = pay.groupby("terminal_id")["fraud"].transform(lambda f: f.shift(fill_value=0).cumsum())  # <- leak
pay["prior"] = pay["prior"].fillna(0)
split = pd.Timestamp("2025-02-05")
tr, te = pay[pay.label_known < split], pay[pay.time >= split]
cols = ["distance_km", "speed", "n_last_day", "prior"]
lr = LogisticRegression(max_iter=500).fit(tr[cols], tr.fraud)
print("AUC:", round(roc_auc_score(te.fraud, lr.predict_proba(te[cols])[:, 1]), 4))
