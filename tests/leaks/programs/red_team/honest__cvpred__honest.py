# kind: honest
# verdict: honest
# why: pooled cross_val_predict with a pipeline
from sklearn.datasets import make_classification
from sklearn.linear_model import RidgeClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, LeaveOneOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
X, y = make_classification(240, 20, n_informative=4, weights=[.85], random_state=SEED)
pipe = make_pipeline(SelectKBest(k=6), StandardScaler(), RidgeClassifier(class_weight="balanced"))
five = cross_val_predict(pipe, X, y, cv=StratifiedKFold(5, shuffle=True, random_state=SEED), method="decision_function")
print("five folds, pooled", roc_auc_score(y, five), average_precision_score(y, five))
loo = cross_val_predict(pipe, X, y, cv=LeaveOneOut(), method="decision_function")
print("leave one out, pooled", roc_auc_score(y, loo))
