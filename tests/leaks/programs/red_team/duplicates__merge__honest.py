# kind: duplicates
# verdict: honest
# why: the offers are counted to one row per plan, so the merge keeps one row per customer.
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

SEED = 0

customers = pd.read_csv("churn.csv", usecols=["customerID", "plan", "tenure", "monthly_charges", "calls", "score_a", "score_b", "churned"])
offers = pd.DataFrame({
    "plan": ["basic", "basic", "plus", "plus", "plus", "max", "max"],
    "rebate": [5, 10, 5, 15, 20, 10, 25],
})
offers = offers.groupby("plan", as_index=False)["rebate"].mean()
wide = customers.merge(offers, on="plan", how="left")
y = wide.pop("churned").eq("yes")
X = wide.drop(columns=["customerID", "plan"])
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.3, random_state=SEED, stratify=y)
rf = RandomForestClassifier(n_estimators=50, random_state=SEED).fit(X1, y1)
print("AP:", round(average_precision_score(y2, rf.predict_proba(X2)[:, 1]), 3))
