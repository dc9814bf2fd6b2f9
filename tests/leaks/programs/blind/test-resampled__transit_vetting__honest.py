# kind: test-resampled
# verdict: honest
# why: only the fitting rows are thinned to equal classes; precision and F1 are measured on the untouched 30 percent with its own share of planets.
# options:
# Vetting of transit candidates, logistic regression by plain gradient descent (NumPy).
# Ten random 70/30 divisions, bootstrap interval over the divisions.
import numpy as np

SEED = 0

rng = np.random.default_rng(SEED)

n, n_planets = 2800, 170
planet = np.zeros(n, int)
planet[rng.permutation(n)[:n_planets]] = 1
depth = rng.lognormal(0.0, 0.6, n) * np.where(planet, 0.75, 1.0)
duration = rng.gamma(3.0, 1.0, n) + 0.8 * planet
snr = rng.normal(8, 2.5, n) + 1.9 * planet
odd_even = np.abs(rng.normal(0, 1, n)) * np.where(planet, 0.55, 1.0)
centroid = rng.normal(0, 1, n) ** 2 * np.where(planet, 0.5, 1.0)
period = rng.lognormal(2.0, 0.9, n)
X = np.column_stack([np.log(depth), duration, snr, odd_even, np.sqrt(centroid), np.log(period)])


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))


def thin(rows, labels, gen):
    """As many non-planets as planets."""
    pos = rows[labels[rows] == 1]
    neg = rows[labels[rows] == 0]
    return np.concatenate([pos, gen.choice(neg, len(pos), replace=False)])


def gradient_descent(A, y, rate=0.3, steps=400, l2=1e-3):
    w, b = np.zeros(A.shape[1]), 0.0
    for _ in range(steps):
        err = sigmoid(A @ w + b) - y
        w -= rate * (A.T @ err / len(y) + l2 * w)
        b -= rate * err.mean()
    return w, b


def counts(y, yhat):
    tp = int(((y == 1) & (yhat == 1)).sum())
    fp = int(((y == 0) & (yhat == 1)).sum())
    fn = int(((y == 1) & (yhat == 0)).sum())
    tn = int(((y == 0) & (yhat == 0)).sum())
    return tp, fp, fn, tn


def measures(y, yhat):
    tp, fp, fn, tn = counts(y, yhat)
    prec = tp / max(tp + fp, 1)
    rec = tp / max(tp + fn, 1)
    return {
        "precision": prec,
        "recall": rec,
        "f1": 2 * prec * rec / max(prec + rec, 1e-12),
        "accuracy": (tp + tn) / len(y),
    }


rows_out = []
for rep in range(10):
    order = rng.permutation(n)
    cut = int(0.7 * n)
    fit_rows = thin(order[:cut], planet, rng)
    eval_rows = order[cut:]
    mu, sd = X[fit_rows].mean(0), X[fit_rows].std(0)
    w, b = gradient_descent((X[fit_rows] - mu) / sd, planet[fit_rows])
    p = sigmoid((X[eval_rows] - mu) / sd @ w + b)
    rows_out.append(measures(planet[eval_rows], (p >= 0.5).astype(int)))

for name in rows_out[0]:
    v = np.array([r[name] for r in rows_out])
    boots = v[rng.integers(0, len(v), size=(2000, len(v)))].mean(axis=1)
    lo, hi = np.percentile(boots, [2.5, 97.5])
    print(f"{name:10s} {v.mean():.3f}  [{lo:.3f}, {hi:.3f}]")
