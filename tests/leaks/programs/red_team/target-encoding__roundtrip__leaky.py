# kind: target-encoding
# verdict: leak
# why: step one writes a file whose city_risk was learned from all labels; step two reads it and splits.
import os
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
CACHE = "prepared.csv"


def step_one():
    d = pd.read_csv("churn.csv")
    d["label"] = (d["churned"] == "yes").astype(int)
    risk = d.groupby("city")["label"].agg(["sum", "count"])  # <- leak
    d["city_risk"] = d["city"].map((risk["sum"] + 1) / (risk["count"] + 10))
    d.drop(columns=["churned", "exit_survey", "customerID"]).to_csv(CACHE, index=False)


def step_two():
    d = pd.read_csv(CACHE)
    a, b = train_test_split(d, test_size=0.3, random_state=SEED, stratify=d["label"])
    use = ["tenure", "monthly_charges", "calls", "city_risk"]
    m = LogisticRegression(max_iter=1000).fit(a[use], a["label"])
    return roc_auc_score(b["label"], m.predict_proba(b[use])[:, 1])


if not os.path.exists(CACHE):
    step_one()
print("AUC", round(step_two(), 3))
