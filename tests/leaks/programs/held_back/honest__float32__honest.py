# kind: honest
# verdict: honest
# why: the columns become a float32 array by fixed rules, and means, spreads and fills come from the training rows only
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)

raw = pd.read_csv("churn.csv")
codes = {"monthly": 0.0, "one year": 1.0, "two years": 2.0}
M = np.empty((len(raw), 9), dtype=np.float32)
M[:, 0] = raw.tenure.values
M[:, 1] = [codes[c] for c in raw.contract]
M[:, 2] = raw.monthly_charges.values
M[:, 3] = raw.calls.values
M[:, 4] = raw.minutes.values
M[:, 5] = raw.plan.values == "max"
M[:, 6:8] = raw[["score_a", "score_b"]].values
M[:, 8] = np.isnan(M[:, 4])
t = (raw.churned.values == "yes").astype(np.int8)
del raw

shuffled = rng.permutation(len(t))
a, b = shuffled[:1750], shuffled[1750:]
A, B = M[a].copy(), M[b].copy()
fill = np.nanmedian(A, axis=0)
for part in (A, B):
    r, c = np.nonzero(np.isnan(part))
    part[r, c] = fill[c]
m, s = A.mean(0), A.std(0)
A -= m; A /= s
B -= m; B /= s

clf = SGDClassifier(loss="log_loss", alpha=1e-3, class_weight="balanced", random_state=SEED)
clf.fit(A, t[a])
print(M.dtype, A.shape, B.shape)
print("AP =", np.float32(average_precision_score(t[b], clf.decision_function(B))))
