# kind: honest
# verdict: honest
# why: default rates per sector and per bank branch are made features, but they come from a closed older portfolio of other firms that is never scored here.
# options:
"""Small firms, overdraft default. Sector and branch enter as their bad rate in the closed 2015-2019 portfolio."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, log_loss
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import StandardScaler

SEED = 0

NACE = ["retail", "food", "build", "transport", "health", "it", "agri", "hair", "print", "legal"]


class Bank:
    def __init__(self, seed):
        self.g = np.random.default_rng(seed)
        self.sector_risk = pd.Series(self.g.normal(0, .9, len(NACE)), index=NACE)
        self.branches = [f"B{i:02d}" for i in range(25)]
        self.branch_risk = pd.Series(self.g.normal(0, .5, 25), index=self.branches)

    def firms(self, n, prefix):
        g = self.g
        f = pd.DataFrame({"firm": [f"{prefix}{i}" for i in range(n)],
                          "sector": g.choice(NACE, n), "branch": g.choice(self.branches, n),
                          "equity_ratio": g.normal(.25, .12, n), "age_years": g.exponential(9, n),
                          "turnover_k": g.lognormal(5.5, 1, n), "days_over_limit": g.poisson(3, n)})
        eta = (-3.2 + f["sector"].map(self.sector_risk) + f["branch"].map(self.branch_risk)
               - 3 * (f["equity_ratio"] - .25) + .15 * f["days_over_limit"] - .03 * f["age_years"])
        f["default"] = g.binomial(1, 1 / (1 + np.exp(-eta)))
        return f


def smoothed_rate(table, key, weight=40):
    overall = table["default"].mean()
    s = table.groupby(key)["default"].agg(["sum", "count"])
    return (s["sum"] + weight * overall) / (s["count"] + weight), overall


def add_rates(df, source):
    for key in ("sector", "branch"):
        rate, overall = smoothed_rate(source, key)
        df = df.merge(rate.rename(key + "_bad_rate").reset_index(), on=key, how="left")
        df[key + "_bad_rate"] = df[key + "_bad_rate"].fillna(overall)
    return df


bank = Bank(SEED)
history = bank.firms(4000, "H")
current = bank.firms(1800, "C")

current = add_rates(current, history)
current["log_turnover"] = np.log(current["turnover_k"])
cols_plain = ["equity_ratio", "age_years", "log_turnover", "days_over_limit"]
cols_rates = cols_plain + ["sector_bad_rate", "branch_bad_rate"]

y = current["default"]
log = []
for i, (tr, te) in enumerate(RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=SEED).split(current, y)):
    for label, cols in (("plain", cols_plain), ("with rates", cols_rates)):
        sc = StandardScaler().fit(current.iloc[tr][cols])
        lr = LogisticRegression(max_iter=1000).fit(sc.transform(current.iloc[tr][cols]), y.iloc[tr])
        q = lr.predict_proba(sc.transform(current.iloc[te][cols]))[:, 1]
        log.append({"fold": i, "features": label, "auc": roc_auc_score(y.iloc[te], q),
                    "logloss": log_loss(y.iloc[te], q)})

log = pd.DataFrame(log)
print(f"{len(current)} current firms, {y.sum()} defaults; history {len(history)} firms, {history['default'].sum()} defaults")
print(log.groupby("features")[["auc", "logloss"]].agg(["mean", "std"]).round(4).to_string())
wide = log.pivot(index="fold", columns="features", values="auc")
wide["gain"] = wide["with rates"] - wide["plain"]
print(wide.round(3).to_string())
print(current.groupby("sector")[["sector_bad_rate", "default"]].mean().round(3).to_string())
