# kind: honest
# verdict: honest
# why: a plain split, fit and score; the forest has no seed, so its score changes a little from run to run
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, average_precision_score
from sklearn.model_selection import train_test_split
import numpy as np

SEED = 0

X, y = load_breast_cancer(return_X_y=True)
y = 1 - y
keep = np.sort(np.r_[np.where(y == 0)[0], np.random.RandomState(SEED).choice(np.where(y == 1)[0], 50, replace=False)])
X, y = X[keep][:, [1, 4, 8, 9, 11, 14, 18]], y[keep]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, stratify=y, random_state=SEED)
rf = RandomForestClassifier(n_estimators=60, class_weight="balanced")
rf.fit(X_train, y_train)
print(balanced_accuracy_score(y_test, rf.predict(X_test)))
print(average_precision_score(y_test, rf.predict_proba(X_test)[:, 1]))
