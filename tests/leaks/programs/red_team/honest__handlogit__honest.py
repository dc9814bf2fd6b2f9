# kind: preprocessing
# verdict: honest
# why: mean and deviation from the training rows, gradient descent by hand, metrics by hand
import numpy as np

SEED = 0
g = np.random.RandomState(SEED)
n, d = 3000, 7
X = g.randn(n, d)
X[:, 3] = np.exp(X[:, 3])
w_true = np.array([1.2, -0.8, 0.5, 0.6, 0, 0, 0])
y = (X @ w_true + g.logistic(size=n) > 4.2).astype(float)

order = g.permutation(n)
cut = int(.7 * n)
tr, te = order[:cut], order[cut:]
mu, sd = X[tr].mean(0), X[tr].std(0)
A = np.c_[np.ones(cut), (X[tr] - mu) / sd]
B = np.c_[np.ones(n - cut), (X[te] - mu) / sd]

w = np.zeros(d + 1)
pos = y[tr].mean()
weights = np.where(y[tr] == 1, .5 / pos, .5 / (1 - pos))
for step in range(400):
    p = 1 / (1 + np.exp(-A @ w))
    w -= .5 * (A.T @ (weights * (p - y[tr])) / cut + 1e-3 * w)

score = B @ w
yt = y[te]
# AUC as a count of ordered pairs
P, N = score[yt == 1], score[yt == 0]
auc = ((P[:, None] > N[None]).mean() + .5 * (P[:, None] == N[None]).mean())
pred = score > 0
tp = (pred & (yt == 1)).sum(); fp = (pred & (yt == 0)).sum(); fn = (~pred & (yt == 1)).sum()
print("positives in test", int(yt.sum()), "of", len(yt))
print("AUC %.4f  recall %.3f  precision %.3f  F1 %.3f" % (auc, tp / (tp + fn), tp / (tp + fp), 2 * tp / (2 * tp + fp + fn)))
