# kind: duplicates
# verdict: honest
# why: the test rows are resampled with replacement only for a confidence interval
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
rng = np.random.default_rng(SEED)
df = pd.read_csv("churn.csv")
df["y"] = (df["churned"] == "yes").astype(int)
dum = pd.get_dummies(df[["contract", "plan"]], drop_first=True, dtype=float)
X = pd.concat([df[["tenure", "monthly_charges", "calls", "score_b"]], dum], axis=1)
Xa, Xb, ya, yb = train_test_split(X, df.y, test_size=.3, stratify=df.y, random_state=SEED)
p = LogisticRegression(max_iter=2000).fit(Xa, ya).predict_proba(Xb)[:, 1]
yb = yb.to_numpy()
auc = roc_auc_score(yb, p)
boots = []
while len(boots) < 200:
    i = rng.integers(0, len(yb), len(yb))
    if yb[i].any():
        boots.append(roc_auc_score(yb[i], p[i]))
lo, hi = np.percentile(boots, [2.5, 97.5])
print(f"AUC {auc:.3f} (95 % interval {lo:.3f}..{hi:.3f}); max of the bootstrap {max(boots):.3f}")
# strata
for c in ("monthly", "one year", "two years"):
    k = df.loc[Xb.index, "contract"].eq(c).to_numpy()
    print(c, k.sum(), roc_auc_score(yb[k], p[k]) if yb[k].any() else None)
