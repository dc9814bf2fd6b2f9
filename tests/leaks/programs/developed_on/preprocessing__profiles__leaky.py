# kind: preprocessing
# verdict: leak
# why: mean, spread and frequency per category and country are taken over all payments by groupby.transform and value_counts, the later test weeks included
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

SEED = 0
COLS = ["amount_z", "distance_rank", "country_share", "speed", "n_last_day", "hour"]


def add_profile_features(df):
    grouped = df.groupby("category")["amount"]
    return df.assign(
        amount_z=(df["amount"] - grouped.transform("mean")) / grouped.transform("std"),  # <- leak
        distance_rank=df["distance_km"].rank(pct=True),
        country_share=df["country"].map(df["country"].value_counts(normalize=True)),
    )


def last_weeks(df, share=0.3):
    df = df.sort_values("time")
    n = int(len(df) * (1 - share))
    return df.iloc[:n], df.iloc[n:]


payments = pd.read_csv("payments.csv", parse_dates=["time"]).pipe(add_profile_features)
past, recent = last_weeks(payments)
forest = RandomForestClassifier(50, min_samples_leaf=5, class_weight="balanced_subsample", random_state=SEED)
forest.fit(past[COLS], past.fraud)
print("AUC on the last weeks: %.4f" % roc_auc_score(recent.fraud, forest.predict_proba(recent[COLS])[:, 1]))
