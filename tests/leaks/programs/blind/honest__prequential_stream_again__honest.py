# kind: honest
# verdict: honest
# why: scaler and classifier do learn every scored block, but only after that block's predictions were stored, so each prediction comes from earlier rows alone.
# options: --time stamp
"""Interleaved test-then-train on a machine log, constant-memory scaler (Welford / Chan) and SGD."""
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
BLOCK = 150


class RunningScaler:
    def __init__(self, d):
        self.n, self.mean, self.m2 = 0, np.zeros(d), np.zeros(d)

    def update(self, A):
        k, mu = len(A), A.mean(axis=0)
        delta = mu - self.mean
        total = self.n + k
        self.m2 += ((A - mu) ** 2).sum(axis=0) + delta ** 2 * self.n * k / total
        self.mean = self.mean + delta * k / total
        self.n = total

    def __call__(self, A):
        return (A - self.mean) / np.sqrt(self.m2 / self.n + 1e-9)


def machine_log(n=3000):
    rng = np.random.default_rng(SEED)
    t = pd.Timestamp("2023-03-01") + pd.to_timedelta(np.arange(n) * 10, unit="min")
    wear = np.linspace(0, 1, n)
    temp = 60 + 6 * wear + rng.normal(0, 4, n)
    vib = rng.gamma(3, 0.4, n) * (1 + 0.4 * wear)
    load = rng.beta(3, 2, n)
    amps = 12 + 9 * load + rng.normal(0, 1.0, n)
    eta = -3.2 + 0.16 * (temp - 62) + (1.0 + 0.6 * wear) * (vib - 1.3) + 1.5 * (load - 0.6)
    fault = rng.binomial(1, 1 / (1 + np.exp(-eta)))
    return pd.DataFrame({"stamp": t, "temp": temp, "vib": vib, "load": load, "amps": amps, "fault": fault})


def prequential(frame, cols, label):
    scaler = RunningScaler(len(cols))
    sgd = SGDClassifier(loss="log_loss", alpha=1e-3, random_state=SEED)
    seen, y_all, p_all, trail = 0, [], [], []
    for start in range(0, len(frame), BLOCK):
        block = frame.iloc[start:start + BLOCK]
        A, y = block[cols].to_numpy(), block[label].to_numpy()
        if seen:
            p = sgd.predict_proba(scaler(A))[:, 1]
            y_all.append(y)
            p_all.append(p)
            trail.append({"until": block["stamp"].iloc[-1], "seen": seen,
                          "logloss": -np.mean(np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-6, 1)))})
        scaler.update(A)
        for _ in range(5 if not seen else 1):
            sgd.partial_fit(scaler(A), y, classes=[0, 1])
        seen += len(block)
    return np.concatenate(y_all), np.concatenate(p_all), pd.DataFrame(trail)


frame = machine_log().sort_values("stamp")
y, p, trail = prequential(frame, ["temp", "vib", "load", "amps"], "fault")
print(trail.tail(5).to_string(index=False, float_format="%.3f"))
print(f"prequential AUC {roc_auc_score(y, p):.3f}  AP {average_precision_score(y, p):.3f}  base rate {y.mean():.3f}")
