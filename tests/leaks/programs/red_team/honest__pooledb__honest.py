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
dec, hard = np.zeros(len(y)), np.zeros(len(y), int)
for a, b in outer.split(X, y):
    inner = cross_val_predict(pipe, X[a], y[a], cv=3, method="decision_function")
    cand = np.quantile(inner, np.linspace(.7, .99, 30))
    t = cand[np.argmax([f1_score(y[a], inner > c) for c in cand])]
    dec[b] = pipe.fit(X[a], y[a]).decision_function(X[b])
    hard[b] = dec[b] > t
print("pooled AUC", roc_auc_score(y, dec), "pooled F1", f1_score(y, hard))
print("cross_val_predict AUC", roc_auc_score(y, cross_val_predict(pipe, X, y, cv=outer, method="decision_function")))
