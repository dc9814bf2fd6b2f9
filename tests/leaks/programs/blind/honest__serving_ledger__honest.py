# kind: honest
# verdict: honest
# why: who serves a month is decided from shadow scores of the months before, so labels of a month choose the model of later months only, never of the rows reported.
# options: --time month
import logging
from collections import defaultdict

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

SEED = 0
logging.basicConfig(level=logging.INFO, format="%(message)s")
LOG = logging.getLogger("serving")


def subscribers(months=12, per_month=380):
    g = np.random.default_rng(SEED)
    frames = []
    for m in range(months):
        f = pd.DataFrame({
            "month": m,
            "logins": g.poisson(9, per_month),
            "tickets": g.poisson(0.7, per_month),
            "tenure": g.exponential(20, per_month),
            "fee": g.normal(30, 7, per_month),
            "usage_slope": g.normal(0, 1, per_month),
        })
        bend = min(1.0, m / 8)          # the relation gets less linear as the new tariff is rolled out
        z = (-2.5 - 0.10 * (f.logins - 9) + 0.5 * f.tickets - 0.02 * (f.tenure - 20)
             - 0.8 * (1 - bend) * f.usage_slope + 1.3 * bend * (np.abs(f.usage_slope) - 0.8)
             + 0.9 * bend * (f.fee > 34) * (f.tenure < 12))
        f["left"] = (g.random(per_month) < 1 / (1 + np.exp(-z))).astype(int)
        frames.append(f)
    return pd.concat(frames, ignore_index=True)


COLS = ["logins", "tickets", "tenure", "fee", "usage_slope"]


class Contender:
    def __init__(self, name, build, lookback):
        self.name, self.build, self.lookback = name, build, lookback

    def train(self, data, now):
        first = 0 if self.lookback is None else now - self.lookback
        part = data[(data["month"] >= first) & (data["month"] < now)]
        self.model = self.build().fit(part[COLS], part["left"])

    def score(self, rows):
        return self.model.predict_proba(rows[COLS])[:, 1]


def logit():
    return make_pipeline(QuantileTransformer(n_quantiles=100, output_distribution="normal", random_state=SEED),
                         LogisticRegression(max_iter=300))


def forest():
    return RandomForestClassifier(70, min_samples_leaf=5, max_features=3, random_state=SEED, n_jobs=1)


def simulate(data, first=4, margin=0.005):
    champion, challenger = Contender("logit", logit, None), Contender("forest", forest, 4)
    shadow = defaultdict(list)
    served = []
    for now in range(first, data["month"].max() + 1):
        # promotion: mean of the last three known shadow results
        if shadow[champion.name]:
            old, new = (np.mean(shadow[c.name][-3:]) for c in (champion, challenger))
            if new > old + margin:
                LOG.info("month %2d: %s replaces %s", now, challenger.name, champion.name)
                champion, challenger = challenger, champion
        rows = data[data["month"] == now]
        for c in (champion, challenger):
            c.train(data, now)
        p = champion.score(rows)
        served.append(pd.DataFrame({"month": now, "by": champion.name, "y": rows["left"].to_numpy(), "p": p}))
        LOG.info("month %2d: served by %-6s AP %.3f", now, champion.name, average_precision_score(rows["left"], p))
        # outcomes arrive, both contenders get their mark for this month
        for c in (champion, challenger):
            shadow[c.name].append(average_precision_score(rows["left"], c.score(rows)))
    return pd.concat(served, ignore_index=True)


ledger = simulate(subscribers())
monthly = [average_precision_score(m["y"], m["p"]) for _, m in ledger.groupby("month")]
LOG.info("served scores, %d months: mean AP %.4f, pooled AUC %.4f", len(monthly), np.mean(monthly),
         roc_auc_score(ledger["y"], ledger["p"]))
