# kind: preprocessing
# verdict: honest
# why: the quantile bins and the frequencies come from the training rows.
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SEED = 0
churn = pd.read_csv("churn.csv")
churn["target"] = churn["churned"].map(dict(yes=1, no=0))
is_test = np.random.default_rng(SEED).random(len(churn)) < 0.3
source = churn[~is_test]
_, edges = pd.qcut(source["monthly_charges"], 8, retbins=True)
edges[0], edges[-1] = -np.inf, np.inf
churn["charge_bin"] = pd.cut(churn["monthly_charges"], edges, labels=False)
X = pd.get_dummies(churn[["charge_bin"]].astype(str)).astype(float)
X = X.assign(tenure=churn["tenure"] / 72, calls=churn["calls"])
lr = LogisticRegression().fit(X[~is_test], churn["target"][~is_test])
print("AUC:", roc_auc_score(churn["target"][is_test], lr.predict_proba(X[is_test])[:, 1]))
