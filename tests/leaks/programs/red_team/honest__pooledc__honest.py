# kind: honest
# verdict: honest
# why: cross_val_predict pooled scores; the threshold of each fold is chosen on inner predictions of its own training part
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import f1_score, make_scorer, roc_auc_score, fbeta_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, permutation_test_score, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.preprocessing import StandardScaler

SEED = 0
X, digit = load_digits(return_X_y=True)
y = (digit == 9).astype(int)
rows = np.r_[np.flatnonzero(y == 0)[::2], np.flatnonzero(y == 1)[::4]]
X, y = X[rows], y[rows]
pipe = make_pipeline(VarianceThreshold(), SelectKBest(k=25), StandardScaler(), RidgeClassifier())
outer = StratifiedKFold(3, shuffle=True, random_state=SEED)
print("cross_val_predict AUC", roc_auc_score(y, cross_val_predict(pipe, X, y, cv=outer, method="decision_function")))
r = cross_validate(pipe, X, y, cv=outer, scoring={"f2": make_scorer(fbeta_score, beta=2), "auc": "roc_auc"}, return_train_score=True)
print({k: v.mean().round(3) for k, v in r.items() if "time" not in k})
sc, null, pval = permutation_test_score(pipe, X, y, cv=outer, scoring="roc_auc", n_permutations=5, random_state=SEED)
print("permutation test", sc, null.max(), pval)
