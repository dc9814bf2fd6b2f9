# kind: honest
# verdict: honest
# why: permutation importance on the test rows explains a fitted model and changes nothing that is scored; drift is only printed.
import numpy as np
import imbalance_lib as il
from scipy.stats import ks_2samp
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import roc_auc_score

SEED = 0
s = il.load_fraud(n_rows=4000, prevalence=0.03, random_state=SEED)
order = np.argsort(s.time, kind="stable")
X, y = s.X.iloc[order].reset_index(drop=True), np.asarray(s.y)[order]
n = 2800
m = RandomForestClassifier(40, max_depth=6, random_state=SEED).fit(X[:n], y[:n])
print("AUC", round(roc_auc_score(y[n:], m.predict_proba(X[n:])[:, 1]), 3))
imp = permutation_importance(m, X[n:], y[n:], n_repeats=2, scoring="roc_auc", random_state=SEED)
for c, v in zip(X.columns, imp.importances_mean):
    ks = ks_2samp(X[c][:n], X[c][n:]).statistic
    print(f"{c:28s} {v:+.4f} drift {ks:.3f}")
