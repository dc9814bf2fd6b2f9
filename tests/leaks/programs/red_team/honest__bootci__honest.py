# kind: honest
# verdict: honest
# why: bootstrap of the test rows only gives an interval around the plain test score
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

SEED = 0
X, y = make_classification(2500, 10, n_informative=4, weights=[.92], random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=SEED)
a = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
b = RandomForestClassifier(40, random_state=SEED).fit(X_train, y_train).predict_proba(X_test)[:, 1]
print("LR AP", average_precision_score(y_test, a))
print("RF AP", average_precision_score(y_test, b))
boot, diff = [], []
for i in range(200):
    yy, aa, bb = resample(y_test, a, b, stratify=y_test, random_state=i)
    boot.append(average_precision_score(yy, b[:0].tolist() + list(bb)))
    diff.append(boot[-1] - average_precision_score(yy, aa))
print("RF 95%% interval [%.3f, %.3f]" % tuple(np.percentile(boot, [2.5, 97.5])))
print("RF - LR 95%% interval [%.3f, %.3f]" % tuple(np.percentile(diff, [2.5, 97.5])))
perm = np.random.default_rng(SEED)
null = [roc_auc_score(perm.permutation(y_test), b) for _ in range(100)]
print("AUC", roc_auc_score(y_test, b), "p =", (1 + np.sum(np.array(null) >= roc_auc_score(y_test, b))) / 101)
