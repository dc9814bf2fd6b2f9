# kind: honest
# verdict: honest
# options: --time time
# why: test-then-train: every day is scored before it is learned from
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

SEED = 0
d = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time", ignore_index=True)
d["device_new"] = d.device_age.isna().astype(int)
cols = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_new"]
d["day"] = (d.time - d.time.min()).dt.days
scaler = StandardScaler()
clf = SGDClassifier(loss="log_loss", alpha=1e-3, random_state=SEED)
ys, ps = [], []
warm = d.day.max() // 2
for day, part in d.groupby("day"):
    A, y = np.log1p(part[cols].fillna(0).clip(lower=0).to_numpy(float)), part.fraud.to_numpy()
    if day > warm:
        ps.append(clf.predict_proba(scaler.transform(A))[:, 1])
        ys.append(y)
    scaler.partial_fit(A)
    w = np.where(y == 1, 20.0, 1.0)
    clf.partial_fit(scaler.transform(A), y, classes=[0, 1], sample_weight=w)
Y, P = np.concatenate(ys), np.concatenate(ps)
print("prequential AP", average_precision_score(Y, P), "AUC", roc_auc_score(Y, P))
