# kind: target-encoding
# verdict: honest
# why: The running churn rate leaves out the row's own label and is taken over training rows only, and test rows get the final training rate of their postcode.
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
rng = np.random.default_rng(SEED)
PRIOR, WEIGHT = 0.1, 2.0

n = 1800
area_effect = rng.normal(0, 0.6, 300)
subs = pd.DataFrame({
    "postcode": rng.integers(0, 300, n),
    "tenure": rng.exponential(24, n),
    "calls": rng.poisson(1.5, n),
})
logit = -2.6 + area_effect[subs["postcode"]] - 0.01 * subs["tenure"] + 0.3 * subs["calls"]
subs["churn"] = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)


def running_rate(frame):
    g = frame.groupby("postcode")["churn"]
    seen = g.cumcount()
    return (g.cumsum() - frame["churn"] + WEIGHT * PRIOR) / (seen + WEIGHT)


def final_rate(frame):
    g = frame.groupby("postcode")["churn"]
    return ((g.sum() + WEIGHT * PRIOR) / (g.size() + WEIGHT)).to_dict()


is_test = rng.random(n) < 0.3
train, test = subs[~is_test], subs[is_test]
rates = final_rate(train)
train = train.assign(area_rate=running_rate)
test = test.assign(area_rate=lambda d: d["postcode"].map(rates).fillna(PRIOR))

cols = ["tenure", "calls", "area_rate"]
model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
model.fit(train[cols], train["churn"])
p = model.predict_proba(test[cols])[:, 1]
print(f"AUC {roc_auc_score(test['churn'], p):.3f}  F1 {f1_score(test['churn'], p > 0.5):.3f}")
