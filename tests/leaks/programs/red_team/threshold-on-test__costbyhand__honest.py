# kind: threshold-on-test
# verdict: honest
# why: the loop over cuts picks the one that is cheapest on validation rows and the cost on test rows is reported.
import numpy as np
import imbalance_lib as il
from sklearn.ensemble import GradientBoostingClassifier

SEED = 0


def cost(truth, flag):
    return 25 * np.sum((truth == 1) & ~flag) + 2 * np.sum((truth == 0) & flag)


def cheapest(truth, p):
    best, at = np.inf, 0.5
    for c in np.arange(0.02, 0.9, 0.02):
        now = cost(truth, p > c)
        if now < best:
            best, at = now, c
    return at


s = il.load_churn(random_state=SEED)
X, y = np.asarray(s.X, float), np.asarray(s.y)
perm = np.random.default_rng(SEED).permutation(len(y))
fit, val, test = np.split(perm, [2500, 3600])
gb = GradientBoostingClassifier(n_estimators=40, random_state=SEED).fit(X[fit], y[fit])
cut = cheapest(y[val], gb.predict_proba(X[val])[:, 1])
flag = gb.predict_proba(X[test])[:, 1] > cut
print(f"cut {cut:.2f}: cost {cost(y[test], flag)}, recall {flag[y[test] == 1].mean():.3f}")
