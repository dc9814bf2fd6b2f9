# kind: threshold-on-test
# verdict: leak
# why: a bounded scalar search over the cut minimises minus F2 on the test rows and that optimum is the reported F2.
import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.datasets import make_classification
from xgboost import XGBClassifier

SEED = 0


def f_beta(truth, flagged, beta=2.0):
    tp = np.sum(truth & flagged)
    fp = np.sum(~truth & flagged)
    fn = np.sum(truth & ~flagged)
    b2 = beta * beta
    return (1 + b2) * tp / max((1 + b2) * tp + b2 * fn + fp, 1)


def neg_f2(cut, prob, truth):
    return -f_beta(truth, prob >= cut)


X, y = make_classification(n_samples=2500, n_features=15, n_informative=6, weights=[0.94],
                           flip_y=0.03, random_state=SEED)
y = y.astype(bool)
part = np.random.default_rng(SEED).choice(["fit", "tune", "report"], size=len(y), p=[0.5, 0.2, 0.3])
rows = {name: np.flatnonzero(part == name) for name in ("fit", "tune", "report")}

clf = XGBClassifier(n_estimators=40, max_depth=3, learning_rate=0.2, n_jobs=1, random_state=SEED)
clf.fit(X[rows["fit"]], y[rows["fit"]])
prob = {name: clf.predict_proba(X[r])[:, 1] for name, r in rows.items() if name != "fit"}

opt = minimize_scalar(neg_f2, bounds=(0.01, 0.9), args=(prob["report"], y[rows["report"]]), method="bounded")  # <- leak

f2 = f_beta(y[rows["report"]], prob["report"] >= opt.x)
print(f"cut {opt.x:.3f} ({opt.nfev} evaluations)")
print(f"F2 = {f2:.3f} on {len(rows['report'])} rows")
