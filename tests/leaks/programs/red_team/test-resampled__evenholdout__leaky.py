# kind: test-resampled
# verdict: leak
# why: the held-out frame is thinned to equally many positives and negatives before the precision is reported.
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def even(frame, label):
    n = frame[label].sum()
    return frame.groupby(label, group_keys=False).sample(n=int(n), random_state=SEED)


def main():
    pay = pd.read_csv("payments.csv", parse_dates=["time"]).drop(columns=["chargeback", "label_known"])
    pay["device_age"] = pay["device_age"].fillna(-1)
    cols = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]
    early = pay.query("time < '2025-02-10'")
    late = pay.query("time >= '2025-02-10'")
    train = early.pipe(even, "fraud")
    late = late.pipe(even, "fraud")  # <- leak
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train[cols], train["fraud"])
    guess = model.predict(late[cols])
    print("precision %.3f recall %.3f" % (precision_score(late["fraud"], guess), recall_score(late["fraud"], guess)))


main()
