# kind: honest
# verdict: honest
# why: selection and tuning happen in the inner folds of each outer training part, and only outer test folds are reported
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline

SEED = 0

genes = pd.read_csv("genes.csv")
X, y = genes.iloc[:, :-1].to_numpy(), genes.iloc[:, -1].to_numpy()

inner = StratifiedKFold(3, shuffle=True, random_state=SEED + 1)
outer = StratifiedKFold(5, shuffle=True, random_state=SEED)

pipe = Pipeline([("top", SelectKBest(f_classif)), ("nb", GaussianNB())])
grid = GridSearchCV(pipe, {"top__k": [3, 10, 30], "nb__var_smoothing": [1e-9, 1e-1]}, cv=inner, scoring="roc_auc")

auc = cross_val_score(grid, X, y, cv=outer, scoring="roc_auc")
print("outer folds:", np.round(auc, 2))
print("nested CV ROC AUC: %.3f" % auc.mean())
