# kind: honest
# verdict: honest
# why: pseudo-labels go to unlabelled training rows; the test part is put aside before
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score, average_precision_score

SEED = 0
X, y = make_classification(n_samples=3000, n_features=14, n_informative=5, weights=[0.9, 0.1], random_state=SEED)
order = np.random.default_rng(SEED).permutation(len(y))
lab, unl, tst = order[:600], order[600:2200], order[2200:]

model = ExtraTreesClassifier(50, min_samples_leaf=3, random_state=SEED)
model.fit(X[lab], y[lab])
print("labelled only   ", roc_auc_score(y[tst], model.predict_proba(X[tst])[:, 1]))
XL, yL, rest = X[lab], y[lab], X[unl]
for rnd in range(3):
    p = model.predict_proba(rest)[:, 1]
    sure_pos, sure_neg = p > .7, p < .03
    take = sure_pos | sure_neg
    if not take.any():
        break
    XL = np.vstack([XL, rest[take]])
    yL = np.concatenate([yL, sure_pos[take].astype(int)])
    rest = rest[~take]
    model = ExtraTreesClassifier(50, min_samples_leaf=3, random_state=SEED + rnd).fit(XL, yL)
p = model.predict_proba(X[tst])[:, 1]
print("with pseudo     ", roc_auc_score(y[tst], p), average_precision_score(y[tst], p))
