# kind: honest
# verdict: honest
# why: each mini-batch is predicted with the state learned from earlier batches before its labels update the scaler, the weights and the threshold
"""Test-then-train on a drifting click-fraud stream."""
from collections import deque

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score

SEED = 0
BATCH = 40


class RunningScaler:
    """Welford-style moments, updated batch by batch."""

    def __init__(self, d):
        self.n, self.mean, self.m2 = 0, np.zeros(d), np.zeros(d)

    def update(self, X):
        for row in X:
            self.n += 1
            delta = row - self.mean
            self.mean += delta / self.n
            self.m2 += delta * (row - self.mean)

    def __call__(self, X):
        sd = np.sqrt(self.m2 / max(self.n - 1, 1))
        return (X - self.mean) / np.where(sd > 1e-9, sd, 1.0)


class OnlineFraudModel:
    def __init__(self, d, flag_rate=0.1, memory=400):
        self.scale = RunningScaler(d)
        self.sgd = SGDClassifier(loss="log_loss", alpha=1e-3, learning_rate="constant", eta0=0.02, random_state=SEED)
        self.counts = np.ones(2)
        self.past_scores = deque(maxlen=memory)
        self.flag_rate = flag_rate

    def score(self, X):
        return self.sgd.decision_function(self.scale(X))

    def threshold(self):
        return np.quantile(self.past_scores, 1 - self.flag_rate) if self.past_scores else 0.0

    def learn(self, X, y, scores=None):
        self.scale.update(X)
        self.counts += np.bincount(y, minlength=2)
        w = self.counts.sum() / (2 * self.counts)
        self.sgd.partial_fit(self.scale(X), y, classes=[0, 1], sample_weight=w[y])
        if scores is not None:
            self.past_scores.extend(scores)


def stream(n, rng):
    for start in range(0, n, BATCH):
        drift = start / n
        y = (rng.random(BATCH) < 0.1).astype(int)
        X = rng.normal(size=(BATCH, 6)) * [1, 5, 0.2, 1, 2, 1]
        X[:, 0] += (1.8 - 1.6 * drift) * y
        X[:, 3] += 1.8 * drift * y
        X[:, 4] += 1.6 * y
        X[:, 1] += 3 * drift
        yield X, y


rng = np.random.default_rng(SEED)
model = OnlineFraudModel(d=6)
fading, tp, fp, fn = 0.98, 0.0, 0.0, 0.0
all_y, all_s, trace = [], [], []

for t, (X, y) in enumerate(stream(2400, rng)):
    if t < 3:                       # warm-up batches are learned, not scored
        model.learn(X, y)
        continue
    s = model.score(X)
    flag = s >= model.threshold()
    tp = fading * tp + np.sum(flag & (y == 1))
    fp = fading * fp + np.sum(flag & (y == 0))
    fn = fading * fn + np.sum(~flag & (y == 1))
    all_y.append(y)
    all_s.append(s)
    trace.append((t, tp / max(tp + fn, 1e-9), tp / max(tp + fp, 1e-9)))
    model.learn(X, y, s)

for t, rec, prec in trace[4::8]:
    print(f"batch {t:3d}  fading recall {rec:.3f}  fading precision {prec:.3f}")
half = len(all_y) // 2
for name, sl in (("first half", slice(0, half)), ("second half", slice(half, None)), ("whole stream", slice(None))):
    print(f"{name:12s} prequential AP "
          f"{average_precision_score(np.concatenate(all_y[sl]), np.concatenate(all_s[sl])):.3f}")
