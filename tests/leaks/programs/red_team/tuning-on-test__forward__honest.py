# kind: tuning-on-test
# verdict: honest
# why: columns are added as long as the cross-validated AUC on training rises; the test AUC is computed once.
import pandas as pd
import imbalance_lib as il
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
s = il.load_churn(random_state=SEED)
X = s.X.iloc[:, [0, 2, 5, 8, 11, 14, 15, 16]]
A, B, ya, yb = train_test_split(X, s.y, test_size=0.4, random_state=SEED, stratify=s.y)


def auc(cols):
    m = make_pipeline(StandardScaler(), LogisticRegression())
    return cross_val_score(m, A[cols], ya, cv=3, scoring="roc_auc").mean()


chosen, top = [], 0.5
while True:
    tries = {c: auc(chosen + [c]) for c in X.columns if c not in chosen}
    if not tries or max(tries.values()) <= top:
        break
    new = max(tries, key=tries.get)
    top = tries[new]
    chosen.append(new)
final = make_pipeline(StandardScaler(), LogisticRegression()).fit(A[chosen], ya)
print(chosen, "AUC", round(roc_auc_score(yb, final.predict_proba(B[chosen])[:, 1]), 4))
