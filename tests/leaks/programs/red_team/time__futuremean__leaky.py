# kind: time
# verdict: leak
# options: --time time
# why: the customer's mean amount is taken over all payments, later ones included, so a training row's feature knows the test days.
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

SEED = 0
pay = (
    pd.read_csv("payments.csv", parse_dates=["time"])
    .sort_values("time")
    .reset_index(drop=True)
)
by = pay.groupby("customer_id")["amount"]
pay["usual"] = by.transform("mean")  # <- leak
pay["ratio"] = pay["amount"] / pay["usual"]
cols = ["amount", "usual", "ratio", "n_last_day", "distance_km", "speed"]
n = int(len(pay) * 0.7)
train, test = pay[:n], pay[n:]
gb = HistGradientBoostingClassifier(max_iter=40, random_state=SEED).fit(train[cols], train["fraud"])
print("AUC", round(roc_auc_score(test["fraud"], gb.predict_proba(test[cols])[:, 1]), 3))
