# kind: refit-on-test
# verdict: leak
# why: score() standardises and fills the rows it is given by their own mean and deviation.
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import average_precision_score

SEED = 0


class Logit:
    def fit(self, X, y):
        self.m, self.s = np.nanmean(X, 0), np.nanstd(X, 0)
        A = self._z(X, self.m, self.s)

        def loss(w):
            p = expit(A @ w)
            return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)) + 0.01 * w[1:] @ w[1:]

        self.w = minimize(loss, np.zeros(A.shape[1]), method="L-BFGS-B", options={"maxiter": 40}).x
        return self

    @staticmethod
    def _z(X, m, s):
        Z = np.nan_to_num((X - m) / s)
        return np.c_[np.ones(len(Z)), Z]

    def score(self, X):
        m, s = np.nanmean(X, 0), np.nanstd(X, 0)  # <- leak
        return expit(self._z(X, m, s) @ self.w)


d = pd.read_csv("churn.csv")
X = d[["tenure", "monthly_charges", "calls", "minutes", "score_b"]].to_numpy(float)
y = (d["churned"] == "yes").to_numpy(float)
perm = np.random.default_rng(SEED).permutation(len(y))
a, b = perm[:1700], perm[1700:]
print("AP %.3f" % average_precision_score(y[b], Logit().fit(X[a], y[a]).score(X[b])))
