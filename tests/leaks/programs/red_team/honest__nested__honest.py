# kind: honest
# verdict: honest
# why: both loops by hand: the inner loop sees only the outer training rows
import itertools
import numpy as np
import imbalance_lib as il
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import f_classif

SEED = 0
s = il.load_churn(random_state=SEED)
X = pd.get_dummies(pd.DataFrame(s.X), dtype=float)
X = X.fillna(0).to_numpy(float)[:1500, :30]
y = np.asarray(s.y)[:1500]

def score(a, b, k, top):
    F = np.nan_to_num(f_classif(X[a], y[a])[0])
    c = np.argsort(F)[::-1][:top]
    z = StandardScaler().fit(X[a][:, c])
    m = KNeighborsClassifier(k).fit(z.transform(X[a][:, c]), y[a])
    return average_precision_score(y[b], m.predict_proba(z.transform(X[b][:, c]))[:, 1])

outer = []
for a, b in StratifiedKFold(3, shuffle=True, random_state=SEED).split(X, y):
    inner = {}
    for k, top in itertools.product([15, 45], [4, 10]):
        inner[k, top] = np.mean([score(a[i], a[j], k, top) for i, j in StratifiedKFold(3, shuffle=True, random_state=SEED + 1).split(X[a], y[a])])
    best = max(inner, key=inner.get)
    outer.append(score(a, b, *best))
    print(best, round(inner[best], 3), "->", round(outer[-1], 3))
print("nested AP", np.mean(outer))
