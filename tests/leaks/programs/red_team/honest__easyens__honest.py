# kind: honest
# verdict: honest
# why: EasyEnsemble and undersampling by hand on training rows only, all models printed, sorted for display
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import AdaBoostClassifier
import imbalance_lib as il

SEED = 0
s = il.load_fraud(n_rows=4000, prevalence=.03, random_state=SEED)
X = pd.get_dummies(pd.DataFrame(s.X), dtype=float).select_dtypes("number").fillna(-1)
X_tr, X_te, y_tr, y_te = train_test_split(X.to_numpy(float), np.asarray(s.y), stratify=s.y, test_size=.3, random_state=SEED)
rng = np.random.default_rng()

def balanced(X, y):
    pos, neg = np.where(y == 1)[0], np.where(y == 0)[0]
    i = np.concatenate([pos, rng.choice(neg, len(pos), replace=False)])
    rng.shuffle(i)
    return X[i], y[i]

class EasyEnsemble:
    def __init__(self, n=8):
        self.n = n
    def fit(self, X, y):
        self.models = [AdaBoostClassifier(n_estimators=10, random_state=SEED).fit(*balanced(X, y)) for _ in range(self.n)]
        return self
    def predict_proba(self, X):
        return np.mean([m.predict_proba(X) for m in self.models], axis=0)

sc = StandardScaler().fit(X_tr)
A, B = sc.transform(X_tr), sc.transform(X_te)
table = {}
table["easy ensemble"] = EasyEnsemble().fit(A, y_tr).predict_proba(B)[:, 1]
table["one undersample, tree"] = DecisionTreeClassifier(max_depth=4).fit(*balanced(A, y_tr)).predict_proba(B)[:, 1]
table["weighted LR"] = LogisticRegression(class_weight="balanced", max_iter=500).fit(A, y_tr).predict_proba(B)[:, 1]
out = pd.DataFrame({k: {"AP": average_precision_score(y_te, p), "AUC": roc_auc_score(y_te, p)} for k, p in table.items()}).T
print(out.sort_values("AP", ascending=False).round(3).to_string())
print(f"AP range {out.AP.min():.3f}..{out.AP.max():.3f}")
