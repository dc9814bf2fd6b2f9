# kind: honest
# verdict: honest
# why: settings and cutoff are chosen on inner folds named test inside each outer training part, patients never straddle a split, and outer folds are only averaged
import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import StandardScaler

SEED = 0
STRENGTHS = (0.01, 0.3)
CUTS = np.linspace(0.1, 0.9, 9)


def visits(patients=200, per=6):
    rng = np.random.default_rng(SEED)
    groups = np.repeat(np.arange(patients), per)
    frailty = np.repeat(rng.normal(size=patients), per)
    X = rng.normal(size=(len(groups), 7))
    X[:, 0] += frailty
    z = -3.3 + 1.2 * X[:, 0] + 0.9 * X[:, 1]
    y = (rng.random(len(groups)) < 1 / (1 + np.exp(-z))).astype(int)
    return X, y, groups


def build(c):
    return Pipeline(
        [
            ("scale", StandardScaler()),
            ("smote", SMOTE(k_neighbors=4, random_state=SEED)),
            ("lr", LogisticRegression(C=c)),
        ]
    )


def select(X, y, groups):
    """Inner loop; receives nothing but one outer training part."""
    inner = StratifiedGroupKFold(3, shuffle=True, random_state=SEED)
    best = (-np.inf, None, None)
    for c in STRENGTHS:
        scores = np.zeros(len(y))
        for train, test in inner.split(X, y, groups):
            scores[test] = build(c).fit(X[train], y[train]).predict_proba(X[test])[:, 1]
        f1 = [f1_score(y, scores >= t, zero_division=0) for t in CUTS]
        k = int(np.argmax(f1))
        if f1[k] > best[0]:
            best = (f1[k], c, CUTS[k])
    return best[1], best[2]


X, y, groups = visits()
outer = StratifiedGroupKFold(4, shuffle=True, random_state=SEED)
ap, f1 = [], []
for fold, (train, test) in enumerate(outer.split(X, y, groups)):
    assert not set(groups[train]) & set(groups[test])
    c, cut = select(X[train], y[train], groups[train])
    s = build(c).fit(X[train], y[train]).predict_proba(X[test])[:, 1]
    ap.append(average_precision_score(y[test], s))
    f1.append(f1_score(y[test], s >= cut))
    print(f"outer {fold}: C={c} cut={cut:.2f} AP={ap[-1]:.3f} F1={f1[-1]:.3f}")
print(f"nested AP {np.mean(ap):.3f} +/- {np.std(ap, ddof=1):.3f}")
print(f"nested F1 {np.mean(f1):.3f} +/- {np.std(f1, ddof=1):.3f}")
