# kind: test-resampled
# verdict: leak
# why: the test part keeps all fraud and a tenth of the rest, and the precision is computed on it without weights.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
pay = pd.read_csv("payments.csv", parse_dates=["time"])
cols = ["amount", "hour", "n_last_day", "distance_km", "speed"]
cut = pay["time"].quantile(0.6)
train = pay[pay["time"] < cut]
test = pay[pay["time"] >= cut]
rest = test.index[test["fraud"] == 0]
kept = rng.choice(rest, size=len(rest) // 10, replace=False)
test = test.loc[np.sort(np.r_[test.index[test["fraud"] == 1], kept])]
weight = np.where(test["fraud"] == 1, 1.0, len(rest) / len(kept))
model = RandomForestClassifier(50, min_samples_leaf=3, random_state=SEED).fit(train[cols], train["fraud"])
p = model.predict_proba(test[cols])[:, 1]
ap = average_precision_score(test["fraud"], p)  # <- leak
print(f"average precision {ap:.3f}")
