# kind: target-encoding
# verdict: honest
# why: the table is split first; training cities are encoded out-of-fold within training, test cities by the training labels
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
d = pd.read_csv("churn.csv")
d["y"] = np.where(d.churned == "yes", 1, 0)
tr, te = train_test_split(d.assign(city_te=0.0), test_size=.3, random_state=SEED)
for i, j in KFold(5, shuffle=True, random_state=SEED).split(tr):
    means = tr.iloc[i].groupby("city")["y"].mean()
    tr.loc[tr.index[j], "city_te"] = tr.iloc[j]["city"].map(means).fillna(tr.iloc[i]["y"].mean())
te["city_te"] = te["city"].map(tr.groupby("city")["y"].mean()).fillna(tr["y"].mean())
F = ["tenure", "calls", "monthly_charges", "city_te"]
print(roc_auc_score(te.y, LogisticRegression(max_iter=500).fit(tr[F], tr.y).predict_proba(te[F])[:, 1]))
