# kind: tuning-on-test
# verdict: leak
# why: k of a hand-made kNN is taken where the error on the test rows is lowest
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
t = pd.read_csv("payments.csv")
X = t[["amount", "distance_km", "speed", "n_last_day"]].to_numpy()
y = t["fraud"].to_numpy()
i = rng.permutation(len(y))
A, B = i[:2800], i[2800:]
X = (X - X[A].mean(0)) / X[A].std(0)
D = np.sqrt(((X[B][:, None] - X[A][None]) ** 2).sum(-1))
order = np.argsort(D, axis=1)[:, :120]
result = {}
for k in (5, 10, 20, 40, 80, 120):
    result[k] = average_precision_score(y[B], y[A][order[:, :k]].mean(1))
k = max(result, key=result.get)  # <- leak
print("best k", k, "with average precision", result[k])
