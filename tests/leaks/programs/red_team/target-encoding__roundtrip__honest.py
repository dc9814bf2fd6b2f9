# kind: target-encoding
# verdict: honest
# why: step one writes the file without city_risk; step two learns it on training rows after the split.
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
    d.drop(columns=["churned", "exit_survey", "customerID"]).to_csv(CACHE, index=False)


def step_two():
    d = pd.read_csv(CACHE)
    a, b = train_test_split(d, test_size=0.3, random_state=SEED, stratify=d["label"])
    risk = a.groupby("city")["label"].agg(["sum", "count"])
    risk = (risk["sum"] + 1) / (risk["count"] + 10)
    a, b = a.assign(city_risk=a["city"].map(risk)), b.assign(city_risk=b["city"].map(risk).fillna(0.1))
    use = ["tenure", "monthly_charges", "calls", "city_risk"]
    m = LogisticRegression(max_iter=1000).fit(a[use], a["label"])
    return roc_auc_score(b["label"], m.predict_proba(b[use])[:, 1])


if not os.path.exists(CACHE):
    step_one()
print("AUC", round(step_two(), 3))
