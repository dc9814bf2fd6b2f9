# kind: test-resampled
# verdict: honest
# why: only the training part is undersampled; the later payments are scored as they came
import numpy as np
import pandas as pd

SEED = 0
rng = np.random.default_rng(SEED)


def balanced(X, y):
    pos = np.flatnonzero(y == 1)
    neg = rng.choice(np.flatnonzero(y == 0), size=len(pos), replace=False)
    idx = rng.permutation(np.r_[pos, neg])
    return X[idx], y[idx]


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def fit_logreg(X, y, lr=0.3, steps=400, l2=1e-3):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        err = sigmoid(X @ w + b) - y
        w -= lr * (X.T @ err / len(y) + l2 * w)
        b -= lr * err.mean()
    return w, b


tab = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
cut = pd.Timestamp("2025-02-10")
old = (tab["label_known"] < cut).to_numpy()
new = (tab["time"] >= cut).to_numpy()
M = np.column_stack([np.log(tab["amount"]), tab["distance_km"], tab["speed"], tab["n_last_day"]])
t = tab["fraud"].to_numpy()

parts = {"train": (M[old], t[old]), "test": (M[new], t[new])}
for name in ["train"]:
    parts[name] = balanced(*parts[name])

X_tr, y_tr = parts["train"]
X_te, y_te = parts["test"]
mu, sd = X_tr.mean(axis=0), X_tr.std(axis=0)
w, b = fit_logreg((X_tr - mu) / sd, y_tr)

pred = sigmoid((X_te - mu) / sd @ w + b) >= 0.5
tp, fp, fn = np.sum(pred & (y_te == 1)), np.sum(pred & (y_te == 0)), np.sum(~pred & (y_te == 1))
print("train rows", len(y_tr), "test rows", len(y_te))
print("precision %.3f  recall %.3f" % (tp / (tp + fp), tp / (tp + fn)))
print("F1 %.3f" % (2 * tp / (2 * tp + fp + fn)))
