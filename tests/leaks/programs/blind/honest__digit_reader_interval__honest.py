# kind: honest
# verdict: honest
# why: the held-out rows are drawn again with replacement only to get an interval for their score, after all fitting, and pixels are divided by the constant 16 and not by a learned scale.
# options:
# Meter readings: is the last digit an 8?  Ridge on random cosine features, all in NumPy.
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

SEED = 0
N_FEATURES = 250
WIDTH = 0.35
RIDGE = 3.0
WRONG_BILL, MANUAL_LOOK = 14.0, 0.8

rng = np.random.default_rng(SEED)
pixels, digit = load_digits(return_X_y=True)
frame = pd.DataFrame(pixels / 16.0)
is_eight = (digit == 8).astype(float)

W = rng.normal(0, WIDTH, size=(frame.shape[1], N_FEATURES))
shift = rng.uniform(0, 2 * np.pi, N_FEATURES)
cosines = np.sqrt(2 / N_FEATURES) * np.cos(frame.to_numpy() @ W + shift)

order = rng.permutation(len(frame))
test, train = order[: len(order) // 3], order[len(order) // 3:]

A = np.column_stack([np.ones(len(train)), cosines[train]])
penalty = RIDGE * np.eye(A.shape[1]) * 0.01
penalty[0, 0] = 0
beta = np.linalg.solve(A.T @ A + penalty, A.T @ is_eight[train])
score = np.column_stack([np.ones(len(test)), cosines[test]]) @ beta
truth = is_eight[test]


def auc(y, s):
    ranks = pd.Series(s).rank().to_numpy()
    k = int(y.sum())
    return (ranks[y == 1].sum() - k * (k + 1) / 2) / (k * (len(y) - k))


def cost_per_reading(y, s, cut=0.3):
    said = s >= cut
    return (WRONG_BILL * (y[~said]).sum() + MANUAL_LOOK * said.sum()) / len(y)


def recall(y, s, cut=0.3):
    return ((s >= cut) & (y == 1)).sum() / y.sum()


metrics = {"auc": auc, "recall": recall, "cost per reading": cost_per_reading}
draws = {name: [] for name in metrics}
while len(draws["auc"]) < 300:
    pick = rng.integers(0, len(test), len(test))
    if truth[pick].sum() < 5:
        continue
    for name, f in metrics.items():
        draws[name].append(f(truth[pick], score[pick]))

out = pd.DataFrame({
    "held out": {name: f(truth, score) for name, f in metrics.items()},
    "low 5%": {name: np.quantile(v, 0.05) for name, v in draws.items()},
    "high 95%": {name: np.quantile(v, 0.95) for name, v in draws.items()},
})
print(f"{len(train)} digits to fit, {len(test)} held out ({int(truth.sum())} eights)")
print(out.round(4))
