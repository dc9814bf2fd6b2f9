# kind: preprocessing
# verdict: honest
# why: hashing needs no fitting; kNN by hand with training statistics; metrics from sklearn
import csv
import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
with open("churn.csv", newline="") as fh:
    rows = list(csv.DictReader(fh))
y = np.array([r["churned"] == "yes" for r in rows], int)
tokens = [[f"contract={r['contract']}", f"plan={r['plan']}", f"city={r['city']}"] for r in rows]
H = FeatureHasher(64, input_type="string").transform(tokens).toarray()
N = np.array([[float(r[k] or "nan") for k in ("tenure", "monthly_charges", "calls", "minutes", "score_b")] for r in rows])
rng = np.random.default_rng(SEED)
mask = rng.random(len(y)) < .7
med = np.nanmedian(N[mask], axis=0)
N = np.where(np.isnan(N), med, N)
mu, sd = N[mask].mean(0), N[mask].std(0)
Z = np.hstack([(N - mu) / sd, .5 * H])
D = ((Z[~mask][:, None, :] - Z[mask][None, :, :]) ** 2).sum(-1) if False else (Z[~mask] ** 2).sum(1)[:, None] + (Z[mask] ** 2).sum(1)[None] - 2 * Z[~mask] @ Z[mask].T
near = np.argpartition(D, 40, axis=1)[:, :40]
score = y[mask][near].mean(1)
print("kNN AUC", roc_auc_score(y[~mask], score), "AP", average_precision_score(y[~mask], score))
