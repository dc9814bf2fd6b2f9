# kind: tuning-on-test
# verdict: leak
# why: raw, Platt, isotonic and prior-shifted probabilities are compared by Brier score on the test rows and the best one is reported there.
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

SEED = 0
rng = np.random.default_rng(SEED)

X, y = make_classification(n_samples=2400, n_features=10, n_informative=5, weights=[0.93], flip_y=0.01, random_state=SEED)
base, calib, check, test = np.split(rng.permutation(len(y)), [900, 1400, 1900])

svm = LinearSVC(class_weight="balanced", random_state=SEED).fit(X[base], y[base])
margin = svm.decision_function(X)
squash = lambda v: 1 / (1 + np.exp(-v))

platt = LogisticRegression().fit(margin[calib, None], y[calib])
iso = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(margin[calib], y[calib])
shift = np.log(y[calib].mean() / (1 - y[calib].mean()))

maps = {
    "raw": squash,
    "platt": lambda v: platt.predict_proba(v[:, None])[:, 1],
    "isotonic": iso.predict,
    "prior_shift": lambda v: squash(2 * v + shift),
}


def brier(name, rows):
    return np.mean((maps[name](margin[rows]) - y[rows]) ** 2)


scores = pd.Series({name: brier(name, test) for name in maps}, name="brier").sort_values()
chosen = scores.index[0]  # <- leak
print(scores.round(5).to_string())

out = pd.DataFrame({"p": maps[chosen](margin[test]), "y": y[test]})
bins = out.groupby(pd.cut(out["p"], np.linspace(0, 1, 6), include_lowest=True), observed=True).mean()
print(bins.round(3).to_string())
print(f"{chosen}: Brier {((out['p'] - out['y']) ** 2).mean():.5f}")
