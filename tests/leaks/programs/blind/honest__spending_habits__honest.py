# kind: honest
# verdict: honest
# why: habit features are made by groupby over the whole table before the time cut and customers are on both sides, but every feature looks only at earlier payments of the customer (no labels), and the model uses only labels known at the cut.
# options: --time time --label-time label_known --target fraud --not-at-prediction chargeback

# Interview task. "Compare each payment with the customer's habits. Tell us how many frauds
# your model finds if we can call 25 customers a week."

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

SEED = 0
CUT = pd.Timestamp("2025-02-08")
CALLS_PER_WEEK = 25


def habits(d):
    by = d.groupby("customer_id", sort=False)
    before = by["log_amount"].transform(lambda s: s.shift().expanding().mean())
    spread = by["log_amount"].transform(lambda s: s.shift().expanding().std())
    peak = by["log_amount"].transform(lambda s: s.shift().cummax())
    gap = by["time"].diff().dt.total_seconds() / 3600
    usual_far = by["distance_km"].transform(lambda s: s.shift().expanding().median())
    return d.assign(
        n_before=by.cumcount(),
        over_mean=(d["log_amount"] - before),
        z=((d["log_amount"] - before) / (spread + 0.3)),
        over_peak=(d["log_amount"] - peak),
        hours_since=np.log1p(gap),
        farther=(np.log1p(d["distance_km"]) - np.log1p(usual_far)),
        new_country=(d.groupby(["customer_id", "country"]).cumcount() == 0).astype(int),
    )


payments = (
    pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
    .sort_values("time", kind="stable")
    .reset_index(drop=True)
    .assign(
        log_amount=lambda d: np.log(d["amount"]),
        night=lambda d: ((d["hour"] < 6) | (d["hour"] > 22)).astype(int),
        games=lambda d: (d["category"] == "games").astype(int),
        no_device=lambda d: d["device_age"].isna().astype(int),
        device_age=lambda d: d["device_age"].fillna(-1),
    )
    .pipe(habits)
)

columns = ["log_amount", "hour", "night", "n_last_day", "distance_km", "speed", "device_age", "no_device", "games",
           "n_before", "over_mean", "z", "over_peak", "hours_since", "farther", "new_country"]

# first payments of a customer have no habit yet
payments[columns] = payments[columns].fillna(0)

old = payments[payments["label_known"] < CUT]
new = payments[payments["time"] >= CUT]
print(f"{len(old)} old payments ({old['fraud'].sum()} frauds), {len(new)} new ones ({new['fraud'].sum()} frauds)")

# a bag of forests, each on all old frauds and ten times as many other old payments
rng = np.random.default_rng(SEED)
frauds = old.index[old["fraud"] == 1].to_numpy()
others = old.index[old["fraud"] == 0].to_numpy()
votes = np.zeros(len(new))
BAGS = 5
for bag in range(BAGS):
    thin = rng.choice(others, size=min(len(others), 10 * len(frauds)), replace=False)
    rows = np.concatenate([frauds, thin])
    rf = RandomForestClassifier(40, min_samples_leaf=3, max_features=4, random_state=SEED + bag)
    rf.fit(payments.loc[rows, columns], payments.loc[rows, "fraud"])
    p = rf.predict_proba(new[columns])[:, 1]
    # thinning makes fraud look too common; put the odds back
    keep = len(thin) / len(others)
    votes += p * keep / (p * keep + 1 - p) / BAGS

result = new[["time", "amount", "fraud"]].assign(p=votes, week=(new["time"] - CUT).dt.days // 7)

ranked = result.sort_values("p", ascending=False, kind="stable")
hits = ranked["fraud"].to_numpy()
ap = (hits * hits.cumsum() / np.arange(1, len(hits) + 1)).sum() / hits.sum()

called = ranked.groupby("week").head(CALLS_PER_WEEK)
weekly = called.groupby("week")["fraud"].agg(["size", "sum"]).join(
    result.groupby("week")["fraud"].sum().rename("all frauds"))
print(weekly.to_string())
print(f"average precision on the new payments: {ap:.3f}")
print(f"frauds found by calling: {called['fraud'].sum()} of {result['fraud'].sum()} "
      f"({called['fraud'].sum() / result['fraud'].sum():.1%}), precision {called['fraud'].mean():.1%}")
print(f"Brier score: {((result['p'] - result['fraud']) ** 2).mean():.4f}")
