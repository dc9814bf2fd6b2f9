# kind: tuning-on-test
# verdict: leak
# why: the best_score_ of the search over the same folds is reported as the score of the tuned model.
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.svm import SVC

SEED = 0
X, y = load_breast_cancer(return_X_y=True)
y = 1 - y
keep = np.r_[np.flatnonzero(y == 0), np.flatnonzero(y == 1)[:40]]
X, y = X[keep], y[keep]
pipe = Pipeline([("s", RobustScaler()), ("c", SVC(class_weight="balanced"))])
grid = {"c__C": [0.1, 1, 10], "c__gamma": ["scale", 0.01]}
search = GridSearchCV(pipe, grid, scoring="f1", cv=StratifiedKFold(4, shuffle=True, random_state=SEED))
search.fit(X, y)
print("tuned F1", round(search.best_score_, 4))  # <- leak
