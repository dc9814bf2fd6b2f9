# kind: tuning-on-test
# verdict: honest
# why: k of a hand-made kNN is taken where the average precision on validation rows is highest; the test rows are scored once
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
t = pd.read_csv("payments.csv")
X = t[["amount", "distance_km", "speed", "n_last_day"]].to_numpy()
y = t["fraud"].to_numpy()
i = rng.permutation(len(y))
A, V, B = i[:2000], i[2000:2800], i[2800:]
X = (X - X[A].mean(0)) / X[A].std(0)
order = {}
for name, Q in (("val", V), ("test", B)):
    D = np.sqrt(((X[Q][:, None] - X[A][None]) ** 2).sum(-1))
    order[name] = np.argsort(D, axis=1)[:, :120]
result = {}
for k in (5, 10, 20, 40, 80, 120):
    result[k] = average_precision_score(y[V], y[A][order["val"][:, :k]].mean(1))
k = max(result, key=result.get)
print("best k", k, "with average precision", average_precision_score(y[B], y[A][order["test"][:, :k]].mean(1)))
