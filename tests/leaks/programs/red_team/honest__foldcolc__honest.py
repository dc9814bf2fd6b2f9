# kind: honest
# verdict: honest
# why: OOF by KFold filled in a DataFrame column, then scored pooled and per segment
import pandas as pd
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import StratifiedKFold

SEED = 0
df = pd.read_csv("churn.csv")
df["y"] = (df["churned"] == "yes").astype(int)
df["fold"] = -1
for k, (_, b) in enumerate(StratifiedKFold(4, shuffle=True, random_state=SEED).split(df, df.y)):
    df.loc[df.index[b], "fold"] = k
num = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
df["p"] = np.nan
for k in range(4):
    tr, va = df[df.fold != k], df[df.fold == k]
    mean, std = tr[num].mean(), tr[num].std()
    design = lambda d: ((d[num] - mean) / std).fillna(0).assign(monthly=d.contract == "monthly")
    m = LogisticRegression(class_weight="balanced").fit(design(tr), tr.y)
    df.loc[va.index, "p"] = m.predict_proba(design(va))[:, 1]
print("OOF AUC", roc_auc_score(df.y, df.p), "AP", average_precision_score(df.y, df.p))
