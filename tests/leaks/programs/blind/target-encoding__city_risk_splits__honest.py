# kind: target-encoding
# verdict: honest
# why: the smoothed churn rate of each city comes from the training rows of the split alone, scored rows only look it up.
# options:
import warnings

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import StratifiedShuffleSplit

warnings.filterwarnings("ignore")
SEED = 0
N_SPLITS = 4
WEIGHT = 8     # pseudo customers behind every city


def read():
    return (
        pd.read_csv("churn.csv")
        .drop_duplicates("customerID")
        .query("monthly_charges > 0")
        .assign(
            y=lambda d: (d["churned"].str.lower() == "yes").astype(int),
            monthly_contract=lambda d: (d["contract"] == "monthly").astype(int),
            basic=lambda d: (d["plan"] == "basic").astype(int),
            per_call=lambda d: d["minutes"] / (d["calls"] + 1),
        )
        .drop(columns=["churned", "exit_survey", "customerID", "contract", "plan"])
        .reset_index(drop=True)
    )


def rate_by_city(frame):
    base = frame["y"].mean()
    g = frame.groupby("city")["y"].agg(["sum", "count"])
    return (g["sum"] + WEIGHT * base) / (g["count"] + WEIGHT), base


def with_city(frame, rates, base):
    out = frame.drop(columns=["city", "y"])
    out["city_rate"] = frame["city"].map(rates).fillna(base)
    return out


def average_precision(y, score):
    order = np.argsort(-np.asarray(score), kind="stable")
    hits = np.asarray(y)[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return (precision * hits).sum() / hits.sum()


def lift(y, score, share=0.1):
    k = int(len(score) * share)
    top = np.argsort(-np.asarray(score))[:k]
    return np.asarray(y)[top].mean() / np.mean(y)


customers = read()
splitter = StratifiedShuffleSplit(n_splits=N_SPLITS, test_size=0.3, random_state=SEED)
scores = {}
for i, (a, b) in enumerate(splitter.split(customers, customers["y"])):
    train, test = customers.iloc[a], customers.iloc[b]
    rates, base = rate_by_city(train)
    model = xgb.XGBClassifier(n_estimators=90, max_depth=3, learning_rate=0.08, subsample=0.8,
                              colsample_bytree=0.8, random_state=SEED + i, n_jobs=1)
    model.fit(with_city(train, rates, base), train["y"])
    p = model.predict_proba(with_city(test, rates, base))[:, 1]
    scores[f"split {i}"] = {"churn_share": test["y"].mean(),
                            "avg_precision": average_precision(test["y"], p),
                            "lift_top_10pct": lift(test["y"], p)}

table = pd.DataFrame(scores).T
table.loc["mean"] = table.mean()
print(table.round(3))
