# kind: label-delay
# verdict: honest
# options: --time time --label-time label_known
# why: each fold trains on the payments whose label was known when the test days began.
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import average_precision_score

SEED = 0


def weekly(pay, cols, first=4, last=7):
    t0 = pay["time"].min().normalize()
    for week in range(first, last):
        begin, end = t0 + pd.Timedelta(weeks=week), t0 + pd.Timedelta(weeks=week + 1)
        past = pay[pay["label_known"] < begin]
        now = pay[pay["time"].between(begin, end, inclusive="left")]
        m = XGBClassifier(n_estimators=30, max_depth=3, random_state=SEED, n_jobs=1).fit(past[cols], past["fraud"])
        yield week, average_precision_score(now["fraud"], m.predict_proba(now[cols])[:, 1])


pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
for week, ap in weekly(pay, ["amount", "hour", "n_last_day", "distance_km", "speed"]):
    print(f"week {week}: AP {ap:.3f}")
