# kind: test-resampled
# verdict: honest
# why: only the training rows are thinned (and the intercept corrected for it); the scored rows are all payments of the last weeks at their natural share.
# options:
"""Logistic regression for card fraud, NumPy only.

pandas reads the file, everything after that is arrays.
"""
import numpy as np
import pandas as pd

SEED = 0
CUT_DAY = 42


def design(tab, levels, gap):
    amount = np.log1p(tab["amount"].to_numpy())
    angle = tab["hour"].to_numpy() / 24.0 * 2 * np.pi
    age = tab["device_age"].to_numpy(dtype=float)
    missing = np.isnan(age)
    age = np.where(missing, gap, age)
    cols = [
        amount,
        np.sin(angle),
        np.cos(angle),
        tab["n_last_day"].to_numpy(dtype=float),
        np.log1p(tab["distance_km"].to_numpy()),
        tab["speed"].to_numpy(),
        np.log1p(age),
        missing.astype(float),
    ]
    words = tab["category"].to_numpy(dtype=str)
    cols += [(words == lev).astype(float) for lev in levels[1:]]
    return np.column_stack(cols)


def thin_out(rows, y, per_positive, rng):
    """All positives, and so many negatives for each of them."""
    pos = rows[y[rows] == 1]
    neg = rows[y[rows] == 0]
    k = min(len(neg), per_positive * len(pos))
    return np.sort(np.concatenate([pos, rng.choice(neg, k, replace=False)]))


def newton_logit(A, t, ridge=1.0, steps=25):
    A1 = np.column_stack([np.ones(len(A)), A])
    w = np.zeros(A1.shape[1])
    pen = np.full(A1.shape[1], ridge)
    pen[0] = 0.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-A1 @ w))
        grad = A1.T @ (p - t) + pen * w
        hess = (A1 * (p * (1 - p))[:, None]).T @ A1 + np.diag(pen)
        step = np.linalg.solve(hess, grad)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def logit(p):
    return np.log(p / (1 - p))


def auc(t, s):
    order = np.argsort(s, kind="mergesort")
    rank = np.empty(len(s))
    rank[order] = np.arange(1, len(s) + 1)
    n1 = t.sum()
    n0 = len(t) - n1
    return (rank[t == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)


def average_precision(t, s):
    hit = t[np.argsort(-s, kind="mergesort")]
    prec = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    return (prec * hit).sum() / hit.sum()


rng = np.random.default_rng(SEED)
pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
cut = pay["time"].iloc[0].normalize() + pd.Timedelta(days=CUT_DAY)
y = pay["fraud"].to_numpy()

before = np.flatnonzero(((pay["time"] < cut) & (pay["label_known"] < cut)).to_numpy())
after = np.flatnonzero((pay["time"] >= cut).to_numpy())
prior = y[before].mean()
before = thin_out(before, y, 5, rng)

levels = np.unique(pay["category"].to_numpy(dtype=str)[before])
gap = np.nanmedian(pay["device_age"].to_numpy(dtype=float)[before])
F = design(pay, levels, gap)
mu, sd = F[before].mean(axis=0), F[before].std(axis=0) + 1e-9

w = newton_logit((F[before] - mu) / sd, y[before])
w[0] += logit(prior) - logit(y[before].mean())

z = w[0] + ((F[after] - mu) / sd) @ w[1:]
p = 1 / (1 + np.exp(-z))
t = y[after]
flag = p > 0.1
tp = int((flag & (t == 1)).sum())

print(f"trained on {len(before)} rows, scored {len(after)} payments from {cut:%d %b} on")
print(f"auc                {auc(t, z):.3f}")
print(f"average precision  {average_precision(t, z):.3f}")
print(f"alerts {int(flag.sum())}  precision {tp / max(1, flag.sum()):.3f}  recall {tp / t.sum():.3f}")
