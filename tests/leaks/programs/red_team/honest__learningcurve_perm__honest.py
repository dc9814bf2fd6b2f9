# kind: overlap
# verdict: honest
# why: a learning curve and the permutation importance on test rows are only told; nothing is chosen from them
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.inspection import permutation_importance, partial_dependence
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("churn.csv")
y = d["churned"] == "yes"
X = d[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
curve = {}
for n in (200, 500, 1000, len(X_train)):
    idx = X_train.sample(n, random_state=SEED).index
    m = HistGradientBoostingClassifier(max_iter=30, random_state=SEED).fit(X_train.loc[idx], y_train.loc[idx])
    curve[n] = roc_auc_score(y_test, m.predict_proba(X_test)[:, 1])
print(pd.Series(curve, name="AUC").round(3))
imp = permutation_importance(m, X_test, y_test, scoring="roc_auc", n_repeats=3, random_state=SEED)
ranked = sorted(zip(imp.importances_mean, X.columns), reverse=True)
for v, c in ranked:
    print(f"{c:16s} {v:.4f}")
print("most important:", ranked[0][1], "| final AUC", round(curve[len(X_train)], 3))
