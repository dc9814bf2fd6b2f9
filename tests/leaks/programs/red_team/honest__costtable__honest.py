# kind: honest
# verdict: honest
# why: sensitivity table: several fixed thresholds are all printed for the test rows, and the one from costs is the report
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
COST_FN, COST_FP = 20, 1
X, y = load_breast_cancer(return_X_y=True, as_frame=True)
y = 1 - y
drop = y[y == 1].sample(frac=.75, random_state=SEED).index
X, y = X.drop(drop), y.drop(drop)
X["worst_ratio"] = X["worst area"] / X["mean area"]
X = X[[c for c in X if c.startswith(("mean", "worst_ratio"))]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.4, stratify=y, random_state=SEED)
p = Pipeline([("s", StandardScaler()), ("m", LogisticRegression(C=.1))]).fit(X_train, y_train).predict_proba(X_test)[:, 1]
print(" t    prec  rec   f1    cost")
for t in np.arange(.05, .65, .05):
    tn, fp, fn, tp = confusion_matrix(y_test, p >= t).ravel()
    print(f"{t:.2f}  {precision_score(y_test, p >= t, zero_division=0):.3f} {recall_score(y_test, p >= t):.3f} {f1_score(y_test, p >= t):.3f} {COST_FN * fn + COST_FP * fp}")
t = COST_FP / (COST_FP + COST_FN)
tn, fp, fn, tp = confusion_matrix(y_test, p >= t).ravel()
print(f"reported, threshold from costs {t:.3f}: cost per patient {(COST_FN * fn + COST_FP * fp) / len(p):.3f}, recall {tp / (tp + fn):.3f}")
