# kind: target-encoding
# verdict: leak
# why: cities are encoded out-of-fold, but over the whole table: training rows carry test labels
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
d = pd.read_csv("churn.csv")
d["y"] = np.where(d.churned == "yes", 1, 0)
d["city_te"] = 0.0
for i, j in KFold(5, shuffle=True, random_state=SEED).split(d):
    means = d.iloc[i].groupby("city")["y"].mean()  # <- leak
    d.loc[d.index[j], "city_te"] = d.iloc[j]["city"].map(means).fillna(d.iloc[i]["y"].mean())
F = ["tenure", "calls", "monthly_charges", "city_te"]
tr, te = train_test_split(d, test_size=.3, random_state=SEED)
print(roc_auc_score(te.y, LogisticRegression(max_iter=500).fit(tr[F], tr.y).predict_proba(te[F])[:, 1]))
