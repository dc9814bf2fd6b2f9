# kind: target-encoding
# verdict: honest
# why: the city rate is out-of-fold inside training, and from training alone for the test rows
import pandas as pd
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, train_test_split

SEED = 0
df = pd.read_csv("churn.csv").assign(y=lambda d: d.churned.eq("yes").astype(int))
train, test = (part.copy() for part in train_test_split(df, test_size=0.3, stratify=df.y, random_state=SEED))

PRIOR_WEIGHT = 20
def rates(frame, prior):
    s = frame.groupby("city").y.agg(["sum", "count"])
    return (s["sum"] + PRIOR_WEIGHT * prior) / (s["count"] + PRIOR_WEIGHT)

prior = train.y.mean()
train["city_rate"] = np.nan
for a, b in StratifiedKFold(5, shuffle=True, random_state=SEED).split(train, train.y):
    fold_prior = train.y.iloc[a].mean()
    r = rates(train.iloc[a], fold_prior)
    train.iloc[b, train.columns.get_loc("city_rate")] = train.city.iloc[b].map(r).fillna(fold_prior).to_numpy()
test["city_rate"] = test.city.map(rates(train, prior)).fillna(prior)

contract = {"monthly": 0, "one year": 1, "two years": 2}
cols = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b", "city_rate", "k"]
for part in (train, test):
    part["k"] = part.contract.map(contract)
m = HistGradientBoostingClassifier(max_iter=40, random_state=SEED).fit(train[cols], train.y)
print("AP on held-out customers:", round(average_precision_score(test.y, m.predict_proba(test[cols])[:, 1]), 4))
