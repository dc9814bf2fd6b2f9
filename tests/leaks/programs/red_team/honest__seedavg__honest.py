# kind: tuning-on-test
# verdict: honest
# why: ten seeds, all averaged, min and max told, none picked
import numpy as np
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("payments.csv")
X, y = d[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]], d.fraud
aps = []
for s in range(SEED, SEED + 8):
    Xa, Xb, ya, yb = train_test_split(X, y, test_size=.3, stratify=y, random_state=s)
    m = XGBClassifier(n_estimators=30, max_depth=3, subsample=.8, random_state=s, scale_pos_weight=(ya == 0).sum() / ya.sum())
    aps.append(average_precision_score(yb, m.fit(Xa, ya).predict_proba(Xb)[:, 1]))
aps = np.array(aps)
print(f"AP over {len(aps)} splits: {aps.mean():.3f} (sd {aps.std(ddof=1):.3f}, {aps.min():.3f}..{aps.max():.3f})")
best, worst = aps.argmax(), aps.argmin()
print(f"luckiest split {best}, unluckiest {worst}: the spread is luck")
