# kind: honest
# verdict: honest
# why: the alert cut per day is a rank of the live scores without labels and PSI only compares distributions, with bins from the reference window before the live one; no label of live rows is used but to score.
# options: --time day
import json
import os
os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
BUDGET = 6          # analysts can open this many cases a day
TRAIN_END, REF_END, LAST = 70, 90, 120

n = 4800
log = pd.DataFrame({"day": rng.integers(0, LAST, n)}).sort_values("day", ignore_index=True)
log["bytes_out"] = rng.lognormal(8, 1.2, n) * (1 + 0.004 * log["day"])
log["failed_logins"] = rng.poisson(0.8 + 0.006 * log["day"])
log["new_hosts"] = rng.poisson(1.2, n)
log["night"] = rng.random(n) < 0.25
log["entropy"] = rng.normal(4.0, 0.6, n)
score = (-5.0 + 0.5 * (np.log(log["bytes_out"]) - 8) + 0.55 * log["failed_logins"] + 0.4 * log["new_hosts"]
         + 0.9 * log["night"] + 0.6 * (log["entropy"] - 4))
log["incident"] = (rng.random(n) < 1 / (1 + np.exp(-score))).astype(int)
feats = ["bytes_out", "failed_logins", "new_hosts", "night", "entropy"]

train = log[log["day"] < TRAIN_END]
ref = log[(log["day"] >= TRAIN_END) & (log["day"] < REF_END)]
live = log[log["day"] >= REF_END].copy()

booster = xgb.train({"objective": "binary:logistic", "max_depth": 3, "eta": 0.1, "subsample": 0.8, "seed": SEED,
                     "nthread": 1, "eval_metric": "aucpr"},
                    xgb.DMatrix(train[feats].astype(float), train["incident"]), num_boost_round=70)


def score_rows(part):
    return booster.predict(xgb.DMatrix(part[feats].astype(float)))


def psi(expected, actual, bins=8):
    edges = np.unique(np.quantile(expected, np.linspace(0, 1, bins + 1)))
    edges[0], edges[-1] = -np.inf, np.inf
    e = np.clip(np.histogram(expected, edges)[0] / len(expected), 1e-4, None)
    a = np.clip(np.histogram(actual, edges)[0] / len(actual), 1e-4, None)
    return float(np.sum((a - e) * np.log(a / e)))


ref_scores = score_rows(ref)
live["p"] = score_rows(live)

# drift
drift = {f: round(psi(ref[f].astype(float), live[f].astype(float)), 4) for f in ["bytes_out", "entropy"]}
drift["model_score"] = round(psi(ref_scores, live["p"]), 4)

# alert budget: the highest scores of each day
live["place"] = live.groupby("day")["p"].rank(ascending=False, method="first")
opened = live[live["place"] <= BUDGET]
# the older rule: a fixed quantile of the reference scores
fixed = live[live["p"] >= np.quantile(ref_scores, 0.85)]

weekly = (opened.assign(week=(opened["day"] - REF_END) // 7)
          .groupby("week")["incident"].agg(["sum", "count"]).rename(columns={"sum": "hits", "count": "alerts"}))
report = {
    "live_days": [int(live["day"].min()), int(live["day"].max())],
    "psi": drift,
    "reference_ap": round(average_precision_score(ref["incident"], ref_scores), 4),
    "live_ap": round(average_precision_score(live["incident"], live["p"]), 4),
    "budget_rule": {"alerts": len(opened), "precision": round(opened["incident"].mean(), 4),
                    "recall": round(opened["incident"].sum() / live["incident"].sum(), 4)},
    "fixed_rule": {"alerts": len(fixed), "precision": round(fixed["incident"].mean(), 4),
                   "recall": round(fixed["incident"].sum() / live["incident"].sum(), 4)},
    "weekly_hits": weekly["hits"].tolist(),
}
print(json.dumps(report, indent=2))
