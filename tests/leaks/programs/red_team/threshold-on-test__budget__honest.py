# kind: threshold-on-test
# verdict: honest
# why: the share of flagged test rows is the prevalence in training; no test label is used.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("churn.csv")
X, y = d[["tenure", "monthly_charges", "calls", "score_b"]], (d["churned"] == "yes").astype(int)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.4, random_state=SEED)
p = RandomForestClassifier(60, min_samples_leaf=5, random_state=SEED).fit(Xa, ya).predict_proba(Xb)[:, 1]
share = ya.mean()
cut = np.quantile(p, 1 - share)
print("flagged", int((p > cut).sum()), "F1", round(f1_score(yb, p > cut), 3))
