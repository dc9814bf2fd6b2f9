# kind: resample-before-split
# verdict: honest
# why: SMOTE by hand within each fold's training rows; held-out rows stay as they are
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from scipy.special import expit
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import average_precision_score, fbeta_score
from sklearn.model_selection import StratifiedKFold

SEED = 0
rng = np.random.default_rng()          # not seeded on purpose

def smote(X, y, ratio=.5, k=5):
    P = X[y == 1]
    m = int(ratio * (y == 0).sum()) - len(P)
    _, idx = cKDTree(P).query(P, k + 1)
    base = rng.integers(len(P), size=m)
    mate = idx[base, rng.integers(1, k + 1, m)]
    new = P[base] + rng.random((m, 1)) * (P[mate] - P[base])
    return np.vstack((X, new)), np.hstack((y, np.ones(m)))

d = pd.read_csv("payments.csv")
X = d[["amount", "distance_km", "speed", "n_last_day"]].to_numpy(float)
y = d["fraud"].to_numpy()
ap, f2 = [], []
for tr, va in StratifiedKFold(5, shuffle=True).split(X, y):
    m, s = X[tr].mean(0), X[tr].std(0)
    Xr, yr = smote((X[tr] - m) / s, y[tr])
    lda = LinearDiscriminantAnalysis().fit(Xr, yr)
    z = lda.decision_function((X[va] - m) / s)
    ap.append(average_precision_score(y[va], z)); f2.append(fbeta_score(y[va], expit(z) > .5, beta=2))
print("AP", np.mean(ap), "F2", np.mean(f2))
