# kind: label-delay
# verdict: honest
# why: each weekly model trains only on payments whose label was known before its start day and scores the week after it.
# options: --time time --label-time label_known
"""Back-test of the weekly fraud model: retrain on Wednesday morning, watch the week after."""
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

SEED = 0
CATEGORY_CODES = {"food": 0, "fuel": 1, "clothes": 2, "travel": 3, "games": 4}
LOOKS_PER_WEEK = 40


def add_features(pay):
    pay = pay.sort_values("time", kind="stable").reset_index(drop=True)
    usual = pay.groupby("customer_id")["amount"].transform(lambda s: s.shift().expanding().mean())
    pay["vs_usual"] = pay["amount"] / usual
    pay["log_amount"] = np.log(pay["amount"] + 1)
    pay["cat"] = pay["category"].map(CATEGORY_CODES)
    pay["hour_sin"] = np.sin(2 * np.pi * pay["hour"] / 24)
    pay["hour_cos"] = np.cos(2 * np.pi * pay["hour"] / 24)
    return pay


class WeeklyBacktest:
    columns = ["log_amount", "vs_usual", "cat", "hour_sin", "hour_cos", "n_last_day",
               "distance_km", "speed", "device_age"]

    def __init__(self, pay, first="2025-01-22", weeks=5):
        self.pay = pay
        self.starts = pd.date_range(first, periods=weeks, freq="7D")

    def history(self, start):
        return self.pay[self.pay["label_known"] < start]

    def week(self, start):
        t = self.pay["time"]
        return self.pay[(t >= start) & (t < start + pd.Timedelta(days=7))].copy()

    def run(self):
        done = []
        for start in self.starts:
            past, now = self.history(start), self.week(start)
            model = HistGradientBoostingClassifier(max_iter=40, learning_rate=0.08, max_leaf_nodes=8,
                                                   min_samples_leaf=15, random_state=SEED)
            model.fit(past[self.columns], past["fraud"])
            now["score"] = model.predict_proba(now[self.columns])[:, 1]
            now["start"] = start.date()
            now["trained_on"] = len(past)
            done.append(now)
        return pd.concat(done, ignore_index=True)


def ap(y, s):
    y = np.asarray(y)[np.argsort(-np.asarray(s), kind="stable")]
    if y.sum() == 0:
        return np.nan
    return float((np.cumsum(y) / np.arange(1, len(y) + 1))[y == 1].mean())


def summarise(g):
    looked = g.nlargest(LOOKS_PER_WEEK, "score")
    stopped = looked.loc[looked["fraud"] == 1, "amount"].sum()
    lost = g.loc[g["fraud"] == 1, "amount"].sum()
    return pd.Series({"trained_on": g["trained_on"].iloc[0], "payments": len(g), "fraud": g["fraud"].sum(),
                      "ap": ap(g["fraud"], g["score"]), "euro_fraud": lost, "euro_stopped": stopped})


payments = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).drop(columns=["chargeback", "country"])
scored = WeeklyBacktest(add_features(payments)).run()
by_week = pd.DataFrame({day: summarise(g) for day, g in scored.groupby("start")}).T
print(by_week.round(2).to_string())
print("mean weekly AP  %.3f" % by_week["ap"].mean())
print("money stopped   %.1f %%" % (100 * by_week["euro_stopped"].sum() / by_week["euro_fraud"].sum()))
