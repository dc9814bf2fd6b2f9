# kind: threshold-on-test
# verdict: leak
# why: the cut-off of cheapest total cost is searched with the labels of the test period, and cost, precision and recall at it are reported for that period.
# options:
import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier

logging.basicConfig(level=logging.INFO, format="%(message)s")
log = logging.getLogger("desk")

SEED = 0
T1 = pd.Timestamp("2025-01-28")
T2 = pd.Timestamp("2025-02-15")
COLUMNS = ["log_amount", "night", "n_last_day", "distance_km", "speed", "device_age", "is_travel"]


@dataclass
class DeskCosts:
    review: float = 2.5       # one analyst look
    fee: float = 20.0         # scheme fee for each fraud let through

    def of(self, frame, flagged):
        missed = frame.loc[~flagged & (frame["fraud"] == 1), "amount"]
        return self.review * flagged.sum() + missed.sum() + self.fee * len(missed)


def prepare():
    raw = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
    raw = raw.drop(columns="chargeback")
    raw["log_amount"] = np.log1p(raw["amount"])
    raw["night"] = ((raw["hour"] < 6) | (raw["hour"] > 22)).astype(int)
    raw["is_travel"] = (raw["category"] == "travel").astype(int)
    raw["device_age"] = raw["device_age"].fillna(-1)
    return raw


def cost_curve(frame, costs):
    grid = np.unique(np.quantile(frame["score"], np.linspace(0.5, 1.0, 81)))
    out = [{"cut": c, "flagged": int((frame["score"] >= c).sum()), "cost": costs.of(frame, frame["score"] >= c)}
           for c in grid]
    return pd.DataFrame(out)


def main():
    costs = DeskCosts()
    pay = prepare()
    fit_part = pay[pay["label_known"] < T1]
    pick_part = pay[(pay["time"] >= T1) & (pay["label_known"] < T2)].copy()
    test_part = pay[pay["time"] >= T2].copy()
    for name, part in [("fit", fit_part), ("pick", pick_part), ("test", test_part)]:
        log.info("%-5s %5d payments, %3d fraud", name, len(part), part["fraud"].sum())

    gbm = GradientBoostingClassifier(n_estimators=60, max_depth=2, learning_rate=0.08,
                                     subsample=0.8, random_state=SEED)
    gbm.fit(fit_part[COLUMNS], fit_part["fraud"])
    pick_part["score"] = gbm.predict_proba(pick_part[COLUMNS])[:, 1]
    test_part["score"] = gbm.predict_proba(test_part[COLUMNS])[:, 1]

    curve = cost_curve(test_part, costs)  # <- leak
    cut = curve.loc[curve["cost"].idxmin(), "cut"]

    flagged = test_part["score"] >= cut
    fraud = test_part["fraud"] == 1
    nothing = costs.of(test_part, pd.Series(False, index=test_part.index))
    spent = costs.of(test_part, flagged)
    log.info("cut-off %.4f", cut)
    log.info("test: cost %.0f against %.0f without the desk (saved %.1f %%)", spent, nothing, 100 * (1 - spent / nothing))
    log.info("test: precision %.3f recall %.3f", (flagged & fraud).sum() / max(flagged.sum(), 1),
             (flagged & fraud).sum() / fraud.sum())


if __name__ == "__main__":
    main()
