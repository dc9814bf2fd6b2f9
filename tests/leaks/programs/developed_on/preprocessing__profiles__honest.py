# kind: preprocessing
# verdict: honest
# why: the tables per category and country and the sorted distances come from the training weeks and are only looked up for the test weeks
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

SEED = 0
COLS = ["amount_z", "distance_rank", "country_share", "speed", "n_last_day", "hour"]


def add_profile_features(df, reference):
    stats = reference.groupby("category")["amount"].agg(["mean", "std"]).reindex(df["category"])
    distances = np.sort(reference["distance_km"].to_numpy())
    return df.assign(
        amount_z=(df["amount"].to_numpy() - stats["mean"].to_numpy()) / stats["std"].to_numpy(),
        distance_rank=np.searchsorted(distances, df["distance_km"], side="right") / len(distances),
        country_share=df["country"].map(reference["country"].value_counts(normalize=True)),
    )


def last_weeks(df, share=0.3):
    df = df.sort_values("time")
    n = int(len(df) * (1 - share))
    return df.iloc[:n], df.iloc[n:]


past, recent = last_weeks(pd.read_csv("payments.csv", parse_dates=["time"]))
past, recent = add_profile_features(past, past), add_profile_features(recent, past)
forest = RandomForestClassifier(50, min_samples_leaf=5, class_weight="balanced_subsample", random_state=SEED)
forest.fit(past[COLS], past.fraud)
print("AUC on the last weeks: %.4f" % roc_auc_score(recent.fraud, forest.predict_proba(recent[COLS])[:, 1]))
