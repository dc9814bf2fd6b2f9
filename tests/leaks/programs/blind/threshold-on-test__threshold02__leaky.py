# kind: threshold-on-test
# verdict: leak
# why: the broadcast grid of cuts is scored by balanced accuracy on the test rows and its maximum is the number printed.
import numpy as np

SEED = 0
rng = np.random.default_rng(SEED)

n, d = 2000, 6
X = rng.normal(size=(n, d))
logit = X @ np.array([1.2, -0.9, 0.7, 0.0, 0.0, 0.4]) - 3.2
y = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)

order = rng.permutation(n)
tr, te = order[:1300], order[1300:]


def fit(A, t, steps=300, lr=0.5):
    A1 = np.c_[np.ones(len(A)), A]
    w = np.zeros(A1.shape[1])
    for _ in range(steps):
        w -= lr * A1.T @ (1 / (1 + np.exp(-A1 @ w)) - t) / len(t)
    return w


def proba(w, A):
    return 1 / (1 + np.exp(-(w[0] + A @ w[1:])))


def balanced(p, t, cuts):
    hit = p[:, None] >= cuts[None, :]
    pos = (t == 1)[:, None]
    tpr = (hit & pos).sum(0) / pos.sum()
    tnr = (~hit & ~pos).sum(0) / (~pos).sum()
    return (tpr + tnr) / 2


cuts = np.linspace(0.01, 0.6, 60)
w = fit(X[tr], y[tr])
p_te = proba(w, X[te])

curve = balanced(p_te, y[te], cuts)
k = int(np.argmax(curve))  # <- leak
print("cut", round(cuts[k], 3))
print("balanced accuracy", round(curve[k], 4))
