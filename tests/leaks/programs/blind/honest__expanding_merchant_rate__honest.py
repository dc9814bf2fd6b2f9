# kind: honest
# verdict: honest
# why: merchant fraud rates use only labels already confirmed on that day, training rows stop before unconfirmed labels, and test rows get rates frozen at the training cut
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_fscore_support
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
DELAY = 7        # days until a chargeback is confirmed
TODAY = 70       # the day the model is built
PRIOR, STRENGTH = 0.05, 10.0  # company-wide planning figures, not estimated here


def ledger(n=2400, merchants=30, days=100):
    rng = np.random.default_rng(SEED)
    risk = rng.normal(-3.2, 1.1, merchants)
    df = pd.DataFrame(
        {
            "day": np.sort(rng.integers(0, days, n)),
            "merchant": rng.integers(0, merchants, n),
            "amount": rng.lognormal(3, 0.8, n),
        }
    )
    z = risk[df["merchant"]] + 0.6 * np.log(df["amount"] / 20)
    df["fraud"] = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    return df


def smoothed(hits, count):
    return (hits + PRIOR * STRENGTH) / (count + STRENGTH)


def confirmed_rate(df):
    """Walk through the days; a label joins the counters DELAY days after its payment."""
    hits, count = {}, {}
    waiting, result = [], np.empty(len(df))
    for i, (day, merchant, label) in enumerate(zip(df["day"], df["merchant"], df["fraud"])):
        while waiting and waiting[0][0] + DELAY <= day:
            _, m, lab = waiting.pop(0)
            hits[m] = hits.get(m, 0) + lab
            count[m] = count.get(m, 0) + 1
        result[i] = smoothed(hits.get(merchant, 0), count.get(merchant, 0))
        waiting.append((day, merchant, label))
    return result


df = ledger()
train = df[df["day"] + DELAY <= TODAY].copy()   # labels confirmed by TODAY
test = df[df["day"] > TODAY].copy()

train["rate"] = confirmed_rate(train)
frozen = train.groupby("merchant")["fraud"].agg(["sum", "count"])
frozen = smoothed(frozen["sum"], frozen["count"])
test["rate"] = test["merchant"].map(frozen).fillna(PRIOR)

for part in (train, test):
    part["log_amount"] = np.log(part["amount"])
cols = ["rate", "log_amount"]
clf = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
clf.fit(train[cols], train["fraud"])
s = clf.predict_proba(test[cols])[:, 1]
pr, rc, f1, _ = precision_recall_fscore_support(test["fraud"], s >= 0.5, average="binary")
print(f"train {len(train)} test {len(test)} positives {test['fraud'].sum()}")
print(f"AP {average_precision_score(test['fraud'], s):.3f} P {pr:.3f} R {rc:.3f} F1 {f1:.3f}")
