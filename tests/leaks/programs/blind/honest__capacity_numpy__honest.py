# kind: honest
# verdict: honest
# why: hand-written logistic regression standardised with training moments; the number of alerts K is the staff capacity, not tuned on test, and other k values are only listed
import numpy as np

SEED = 0
CAPACITY = 40  # investigators can open forty files per batch


def simulate(n, rng):
    x = rng.normal(size=(n, 6)) * np.array([1, 3, 0.5, 10, 1, 1]) + np.array([0, 5, -2, 100, 0, 0])
    logit = -4.0 + 1.4 * x[:, 0] + 0.5 * (x[:, 1] - 5) + 0.8 * x[:, 4] * x[:, 5]
    y = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(float)
    return x, y


class Logistic:
    def __init__(self, steps=300, lr=0.5, l2=1e-3):
        self.steps, self.lr, self.l2 = steps, lr, l2

    def _design(self, x):
        z = (x - self.mean_) / self.std_
        return np.column_stack([np.ones(len(z)), z])

    def fit(self, x, y):
        self.mean_, self.std_ = x.mean(axis=0), x.std(axis=0)
        d = self._design(x)
        weight = np.where(y == 1, len(y) / (2 * y.sum()), len(y) / (2 * (len(y) - y.sum())))
        self.coef_ = np.zeros(d.shape[1])
        for _ in range(self.steps):
            p = 1 / (1 + np.exp(-d @ self.coef_))
            grad = d.T @ (weight * (p - y)) / len(y) + self.l2 * self.coef_
            self.coef_ -= self.lr * grad
        return self

    def score(self, x):
        return self._design(x) @ self.coef_


rng = np.random.default_rng(SEED)
x, y = simulate(1800, rng)
order = rng.permutation(len(x))
train, test = order[:1200], order[1200:]

model = Logistic().fit(x[train], y[train])
s = model.score(x[test])
truth = y[test]

top = np.argpartition(-s, CAPACITY)[:CAPACITY]  # the batch that goes to the desk
print(f"precision@{CAPACITY}: {truth[top].mean():.3f}")
print(f"recall@{CAPACITY}: {truth[top].sum() / truth.sum():.3f}")

ranked = truth[np.argsort(-s, kind="stable")]
cum = np.cumsum(ranked)
print("   k  prec   recall")
for k in (5, 10, 20, 40, 80, 160, len(ranked)):
    print(f"{k:4d}  {cum[k - 1] / k:.3f}  {cum[k - 1] / cum[-1]:.3f}")
