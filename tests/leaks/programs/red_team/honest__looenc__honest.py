# kind: honest
# verdict: honest
# why: leave-one-out target encoding among training rows with noise, plain map for test rows
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold

SEED = 0
df = pd.read_csv("churn.csv", usecols=["tenure", "contract", "city", "plan", "monthly_charges", "churned"])
df["y"] = (df.churned == "yes") * 1.0
df = df.drop(columns="churned")
rs = np.random.RandomState(SEED)
auc = []
for a, b in RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=SEED).split(df, df.y):
    tr, te = df.iloc[a].copy(), df.iloc[b].copy()
    base = tr.y.mean()
    for c in ("city", "contract", "plan"):
        g = tr.groupby(c).y
        total, count = g.transform("sum"), g.transform("size")
        tr["enc_" + c] = (total - tr.y + 10 * base) / (count - 1 + 10) * rs.normal(1, .05, len(tr))
        full = (g.sum() + 10 * base) / (g.size() + 10)
        te["enc_" + c] = te[c].map(full).fillna(base)
    cols = ["enc_city", "enc_contract", "enc_plan", "tenure", "monthly_charges"]
    med, sd = tr[cols].median(), tr[cols].std()
    m = LogisticRegression(max_iter=300).fit(((tr[cols] - med) / sd).fillna(0), tr.y)
    auc.append(roc_auc_score(te.y, m.predict_proba(((te[cols] - med) / sd).fillna(0))[:, 1]))
print("AUC per fold", np.round(auc, 3), "mean", np.mean(auc).round(3))
