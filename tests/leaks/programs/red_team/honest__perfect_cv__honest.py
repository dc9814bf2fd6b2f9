# kind: honest
# verdict: honest
# why: cross-validation of a model that is always right
from sklearn.datasets import load_iris
from sklearn.metrics import balanced_accuracy_score, classification_report
from sklearn.model_selection import cross_val_predict, cross_val_score, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
SEED = 0
d = load_iris(as_frame=True).frame
d["target"] = (d["target"] == 0).astype(int)
X, y = d.drop(columns="target"), d["target"]
m = make_pipeline(StandardScaler(), SVC())
cv = StratifiedKFold(5, shuffle=True, random_state=SEED)
print(cross_val_score(m, X, y, cv=cv, scoring="f1").mean())
pred = cross_val_predict(m, X, y, cv=cv)
print(balanced_accuracy_score(y, pred)); print(classification_report(y, pred))
