# kind: refit-on-test
# verdict: honest
# why: the same pipe, but every statistic comes from the reference frame, which is the training frame in both calls
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
FEATURES = ["log_amount", "distance_km", "speed", "device_age", "country_share", "night", "n_last_day"]


def fill_age(df, ref):
    return df.assign(device_age=df["device_age"].fillna(ref["device_age"].median()))


def country_share(df, ref):
    share = ref["country"].value_counts(normalize=True)
    return df.assign(country_share=df["country"].map(share).astype(float).fillna(0))


def zscore(df, ref, cols):
    return df.assign(**{c: (df[c] - ref[c].mean()) / ref[c].std() for c in cols})


def prepare(df, ref):
    ref = ref.assign(log_amount=np.log1p(ref["amount"])).pipe(fill_age, ref)
    return (
        df.assign(log_amount=np.log1p(df["amount"]), night=df["hour"].lt(6).astype(float))
        .pipe(fill_age, ref)
        .pipe(country_share, ref)
        .pipe(zscore, ref, ["log_amount", "distance_km", "speed", "device_age", "n_last_day"])
    )[FEATURES]


raw = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).set_index("payment_id")
start_test = raw["time"].min() + pd.Timedelta(days=42)
train = raw.loc[raw["label_known"] < start_test]
test = raw.loc[raw["time"] >= start_test]

model = LogisticRegression(class_weight="balanced", max_iter=500, random_state=SEED)
model.fit(prepare(train, train), train["fraud"])

p = pd.Series(model.predict_proba(prepare(test, train))[:, 1], index=test.index)
print(p.nlargest(5).round(3).to_string())
print("AUC", round(roc_auc_score(test["fraud"], p), 3))
print("AP ", round(average_precision_score(test["fraud"], p), 3))
