# kind: honest
# verdict: honest
# why: stacking by hand: base predictions for the meta model are out of fold in the training part
import numpy as np
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

SEED = 0
X, y = make_classification(2400, 10, n_informative=5, n_redundant=0, weights=[.9], flip_y=.02, random_state=SEED)
idx = np.random.default_rng(SEED).permutation(len(y))
X, y = X[idx], y[idx]
n = int(.7 * len(y))
X_train, y_train, X_test, y_test = X[:n], y[:n], X[n:], y[n:]
bases = [ExtraTreesClassifier(40, random_state=SEED), GaussianNB(), KNeighborsClassifier(25)]
meta_train = np.zeros((n, len(bases)))
meta_test = np.zeros((len(y) - n, len(bases)))
for j, base in enumerate(bases):
    for a, b in StratifiedKFold(4, shuffle=True, random_state=SEED).split(X_train, y_train):
        m = clone(base).fit(X_train[a], y_train[a])
        meta_train[b, j] = m.predict_proba(X_train[b])[:, 1]
        meta_test[:, j] += m.predict_proba(X_test)[:, 1] / 4
    print(type(base).__name__, "OOF", round(roc_auc_score(y_train, meta_train[:, j]), 3), "test", round(roc_auc_score(y_test, meta_test[:, j]), 3))
meta = LogisticRegression().fit(meta_train, y_train)
blend = meta.predict_proba(meta_test)[:, 1]
print("stack AUC", roc_auc_score(y_test, blend), "AP", average_precision_score(y_test, blend))
print("plain mean AUC", roc_auc_score(y_test, meta_test.mean(1)), "geometric", roc_auc_score(y_test, np.exp(np.log(meta_test.clip(1e-6)).mean(1))))
