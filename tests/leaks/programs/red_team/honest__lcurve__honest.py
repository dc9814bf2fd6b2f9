# kind: honest
# verdict: honest
# why: learning curve, validation curve and permutation importance on the training part; test once
import numpy as np
from imbalance_lib import load_medical
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.metrics import average_precision_score
from sklearn.model_selection import learning_curve, validation_curve, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier
import pandas as pd

SEED = 0
s = load_medical()
X = pd.get_dummies(pd.DataFrame(s.X)).astype(float)
X_tr, X_te, y_tr, y_te = train_test_split(X, s.y, test_size=.3, stratify=s.y, random_state=SEED)
pipe = Pipeline([("imp", SimpleImputer(strategy="median")), ("tree", DecisionTreeClassifier(min_samples_leaf=10, random_state=SEED))])

n, a, b = learning_curve(pipe, X_tr, y_tr, train_sizes=[.3, .6, 1.0], cv=3, scoring="average_precision", shuffle=True, random_state=SEED)
for k, u, v in zip(n, a.mean(1), b.mean(1)):
    print(f"n={k:5d} train {u:.3f} valid {v:.3f}")
depths = [2, 3, 5, 8]
_, v = validation_curve(pipe, X_tr, y_tr, param_name="tree__max_depth", param_range=depths, cv=3, scoring="average_precision")
best = depths[int(np.argmax(v.mean(1)))]
print("depth", best)
pipe.set_params(tree__max_depth=best).fit(X_tr, y_tr)
print("test AP", average_precision_score(y_te, pipe.predict_proba(X_te)[:, 1]))
imp = permutation_importance(pipe, X_te, y_te, scoring="average_precision", n_repeats=3, random_state=SEED)
for i in np.argsort(-imp.importances_mean)[:5]:
    print(X.columns[i], round(imp.importances_mean[i], 4))
