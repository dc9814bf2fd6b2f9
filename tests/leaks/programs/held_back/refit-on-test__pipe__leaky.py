# kind: refit-on-test
# verdict: leak
# why: prepare() takes its medians, z-score statistics and country shares from the frame it is given, and is called on the test frame itself
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
FEATURES = ["log_amount", "distance_km", "speed", "device_age", "country_share", "night", "n_last_day"]


def fill_age(df):
    return df.assign(device_age=df["device_age"].fillna(df["device_age"].median()))


def country_share(df):
    share = df["country"].value_counts(normalize=True)
    return df.assign(country_share=df["country"].map(share).astype(float).fillna(0))


def zscore(df, cols):
    return df.assign(**{c: (df[c] - df[c].mean()) / df[c].std() for c in cols})


def prepare(df):
    return (
        df.assign(log_amount=np.log1p(df["amount"]), night=df["hour"].lt(6).astype(float))
        .pipe(fill_age)
        .pipe(country_share)
        .pipe(zscore, ["log_amount", "distance_km", "speed", "device_age", "n_last_day"])
    )[FEATURES]


raw = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).set_index("payment_id")
start_test = raw["time"].min() + pd.Timedelta(days=42)
train = raw.loc[raw["label_known"] < start_test]
test = raw.loc[raw["time"] >= start_test]

model = LogisticRegression(class_weight="balanced", max_iter=500, random_state=SEED)
model.fit(prepare(train), train["fraud"])

p = pd.Series(model.predict_proba(prepare(test))[:, 1], index=test.index)  # <- leak
print(p.nlargest(5).round(3).to_string())
print("AUC", round(roc_auc_score(test["fraud"], p), 3))
print("AP ", round(average_precision_score(test["fraud"], p), 3))
