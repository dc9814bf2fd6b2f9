# kind: label-delay
# verdict: honest
# why: each monthly refit takes only payments whose chargeback outcome was known before the first day of the scored month.
# options: --time booked_on --label-time outcome_known_on
import io
import json

import joblib
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
CONFIG = {
    "n": 4500,
    "start": "2023-01-01",
    "days": 365,
    "first_scored_month": "2023-06-01",
    "last_scored_month": "2023-12-01",
    "window_days": 150,
    "model": {"max_iter": 60, "learning_rate": 0.08, "max_leaf_nodes": 12, "min_samples_leaf": 15},
}
INPUTS = ["amount", "card_age_days", "ip_risk", "hour", "n_items", "intl"]


def payments(c):
    r = np.random.default_rng(SEED)
    n = c["n"]
    day = np.sort(r.integers(0, c["days"], n))
    f = pd.DataFrame({
        "booked_on": pd.Timestamp(c["start"]) + pd.to_timedelta(day, unit="D"),
        "amount": r.lognormal(3.6, 0.9, n),
        "card_age_days": r.exponential(400, n),
        "ip_risk": r.beta(1.5, 5, n),
        "hour": r.integers(0, 24, n),
        "n_items": r.poisson(1.5, n) + 1,
        "intl": r.integers(0, 2, n),
    })
    phase = day / c["days"] * 2 * np.pi * 1.5       # the fraudsters change habits through the year
    z = (-4.6 + 7.0 * f.ip_risk + 0.6 * (np.log(f.amount) - 3.6) - 0.0012 * f.card_age_days
         + np.sin(phase) * 2.4 * (f.intl - 0.5) + np.cos(phase) * 0.15 * (f.hour - 12))
    f["chargeback"] = (r.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    f["outcome_known_on"] = f["booked_on"] + pd.to_timedelta(r.integers(35, 90, n), unit="D")
    return f


class Registry:
    """Very small stand-in for the model store: one pickled blob per month."""

    def __init__(self):
        self.blobs = {}

    def put(self, key, model):
        buf = io.BytesIO()
        joblib.dump(model, buf)
        self.blobs[key] = buf.getvalue()

    def get(self, key):
        return joblib.load(io.BytesIO(self.blobs[key]))


def retrain(tx, month, c):
    recent = tx[tx["booked_on"] >= month - pd.Timedelta(days=c["window_days"])]
    usable = recent[recent["outcome_known_on"] < month]
    model = HistGradientBoostingClassifier(random_state=SEED, **c["model"])
    return model.fit(usable[INPUTS], usable["chargeback"]), len(usable)


def run(c):
    tx = payments(c)
    store, report, pool = Registry(), [], []
    for month in pd.date_range(c["first_scored_month"], c["last_scored_month"], freq="MS"):
        model, n_used = retrain(tx, month, c)
        key = month.strftime("%Y-%m")
        store.put(key, model)

        live = tx[(tx["booked_on"] >= month) & (tx["booked_on"] < month + pd.offsets.MonthBegin(1))]
        score = store.get(key).predict_proba(live[INPUTS])[:, 1]
        report.append({"month": key, "trained_on": n_used, "scored": len(live),
                       "positives": int(live["chargeback"].sum()),
                       "ap": round(average_precision_score(live["chargeback"], score), 4)})
        pool.append(pd.DataFrame({"y": live["chargeback"].to_numpy(), "s": score}))
    pool = pd.concat(pool)
    return {"months": report, "auc_all": round(roc_auc_score(pool.y, pool.s), 4),
            "ap_all": round(average_precision_score(pool.y, pool.s), 4)}


if __name__ == "__main__":
    print(json.dumps(run(CONFIG), indent=1))
