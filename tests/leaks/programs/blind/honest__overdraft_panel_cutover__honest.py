# kind: honest
# verdict: honest
# why: lags and rolling means are computed on the whole panel before the cut, but each looks only at earlier months of the same account, and the model is fitted on months 4-15 and scored on months 17-20; the accounts recur on purpose, as in service.
# options: --time month
"""Account panel: which accounts go beyond their overdraft limit next month?"""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

SEED = 0
N_ACC, N_MONTHS = 220, 20
TRAIN_MONTHS, TEST_MONTHS = range(4, 16), range(17, 21)


def monthly_panel():
    g = np.random.default_rng(SEED)
    acc = pd.DataFrame({"account": np.arange(N_ACC) + 310_000, "level": g.normal(0, 1, N_ACC),
                        "segment": g.choice(["student", "salary", "retired"], N_ACC, p=[.25, .55, .2])})
    p = acc.merge(pd.DataFrame({"month": np.arange(1, N_MONTHS + 1)}), how="cross")
    shock = g.normal(0, 1, len(p))
    p["balance"] = (900 - 500 * p["level"] + 500 * shock + 30 * np.sin(p["month"])).round(2)
    p["outflow"] = np.exp(7 + .15 * p["level"] - .1 * shock + g.normal(0, .25, len(p))).round(2)
    p["cash_withdrawals"] = g.poisson(3, len(p))
    eta = -3.2 - .0013 * (p["balance"] - 900) + .3 * p["level"] + .4 * (p["segment"] == "student")
    p["exceeds_next"] = g.binomial(1, 1 / (1 + np.exp(-eta)))
    p.loc[g.random(len(p)) < .04, "outflow"] = np.nan
    return p.drop(columns="level")


def with_history(p):
    p = p.sort_values(["account", "month"]).reset_index(drop=True)
    by = p.groupby("account")
    for lag in (1, 2, 3):
        p[f"balance_lag{lag}"] = by["balance"].shift(lag)
    p["balance_mean3"] = by["balance"].transform(lambda s: s.shift(1).rolling(3).mean())
    p["balance_low"] = by["balance"].transform(lambda s: s.shift(1).cummin())
    p["drop"] = p["balance"] - p["balance_lag1"]
    return p


panel = with_history(monthly_panel())
for s in ("student", "salary"):
    panel["seg_" + s] = (panel["segment"] == s).astype(int)
feats = [c for c in panel.columns if c not in ("account", "month", "segment", "exceeds_next")]

past = panel[panel["month"].isin(TRAIN_MONTHS)]
future = panel[panel["month"].isin(TEST_MONTHS)].copy()

clf = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=2000, C=.2))
clf.fit(past[feats], past["exceeds_next"])
future["p"] = clf.predict_proba(future[feats])[:, 1]

print(f"fit: months {past['month'].min()}-{past['month'].max()}, {len(past)} rows, {past['exceeds_next'].sum()} positive")
print(f"scored: months {future['month'].min()}-{future['month'].max()}, {len(future)} rows, {future['exceeds_next'].sum()} positive")
print("AUC %.3f  AP %.3f" % (roc_auc_score(future["exceeds_next"], future["p"]),
                             average_precision_score(future["exceeds_next"], future["p"])))
print("\n" + future.groupby(["month", "segment"]).agg(n=("p", "size"), expected=("p", "sum"), seen=("exceeds_next", "sum"))
      .round(1).unstack("segment").to_string())
future["band"] = pd.cut(future["p"], [0, .02, .05, .1, .2, 1])
print("\n" + future.groupby("band", observed=True)["exceeds_next"].agg(["size", "sum", "mean"]).round(3).to_string())
