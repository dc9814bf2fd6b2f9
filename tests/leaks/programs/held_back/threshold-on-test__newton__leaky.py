# kind: threshold-on-test
# verdict: leak
# why: the helper f1() sweeps all thresholds and returns the best one's F1, and it is given the test rows
import numpy as np

import imbalance_lib as il

SEED = 0


def newton(X, y, ridge=1.0, steps=12):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
        H = (X * (p * (1 - p))[:, None]).T @ X + ridge * np.eye(len(w))
        w -= np.linalg.solve(H, X.T @ (p - y) + ridge * w)
    return w


def f1(y, score):
    order = np.argsort(-score)
    tp = np.cumsum(y[order])
    f = 2 * tp / (np.arange(1, len(y) + 1) + y.sum())
    k = f.argmax()  # <- leak
    return f[k], score[order][k]


s = il.load_fraud(n_rows=4000, prevalence=0.06, random_state=SEED)
A, y, t, known = np.log1p(np.abs(s.X.to_numpy(float))), np.asarray(s.y), np.asarray(s.time), np.asarray(s.label_time)
tr, te = known < 65, t >= 65

mu, sd = A[tr].mean(0), A[tr].std(0) + 1e-9
Z = np.c_[np.ones(len(A)), (A - mu) / sd]
w = newton(Z[tr], y[tr])

value, cut = f1(y[te], Z[te] @ w)
print("rows", tr.sum(), te.sum(), "frauds", y[tr].sum(), y[te].sum())
print("cut on the logit %.3f" % cut)
print("F1 = %.4f" % value)
