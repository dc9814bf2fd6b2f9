# kind: honest
# verdict: honest
# why: out-of-bag votes come from trees that did not see the row
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.tree import DecisionTreeClassifier

SEED = 0
X, y = make_classification(1500, 12, n_informative=4, weights=[.88], flip_y=.03, random_state=SEED)

rng = np.random.default_rng(SEED)
total, seen, each = np.zeros(len(y)), np.zeros(len(y)), []
for b in range(40):
    bag = rng.integers(0, len(y), len(y))
    out = np.setdiff1d(np.arange(len(y)), bag)
    t = DecisionTreeClassifier(min_samples_leaf=5, max_features=4, random_state=b).fit(X[bag], y[bag])
    p = t.predict_proba(X[out])[:, 1]
    total[out] += p
    seen[out] += 1
    each.append(roc_auc_score(y[out], p))
ok = seen > 0
print("by hand, single trees", np.mean(each), "bagged OOB AP", average_precision_score(y[ok], total[ok] / seen[ok]), "AUC", roc_auc_score(y[ok], total[ok] / seen[ok]))
