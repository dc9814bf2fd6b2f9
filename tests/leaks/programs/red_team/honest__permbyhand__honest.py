# kind: honest
# verdict: honest
# why: columns of the test rows are shuffled by hand to see how far the score falls; the model is fitted once on training rows.
import numpy as np
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
rng = np.random.default_rng(SEED)
d = pd.read_csv("churn.csv")
cols = ["tenure", "monthly_charges", "calls", "minutes", "score_b"]
a, b = train_test_split(d.assign(y=d.churned.eq("yes").astype(int)), test_size=0.3, random_state=SEED)
m = XGBClassifier(n_estimators=30, max_depth=3, n_jobs=1, random_state=SEED).fit(a[cols], a.y)
base = roc_auc_score(b.y, m.predict_proba(b[cols])[:, 1])
print("AUC", round(base, 3))
for c in cols:
    mixed = b[cols].copy()
    mixed[c] = rng.permutation(mixed[c].to_numpy())
    print(c, "drop", round(base - roc_auc_score(b.y, m.predict_proba(mixed)[:, 1]), 3))
