# kind: honest
# verdict: honest
# why: Past fraud labels of customers and terminals are features and the same customers appear in training and scoring, but a snapshot only counts labels known by its date and each training outcome is settled before the scored snapshot.
# options: --time time --label-time label_known --not-at-prediction chargeback
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
HORIZON = pd.Timedelta(days=12)
SETTLEMENT = pd.Timedelta(days=9)  # the bank closes every dispute within nine days
START = pd.Timestamp("2025-01-01")
TRAIN_DAYS, LIVE_DAY = (8, 13, 18, 23), 45


def snapshot(ledger, day):
    """One line per customer seen by midnight of `day`: habits so far, and `hit` for the horizon."""
    now = START + pd.Timedelta(days=day)
    past = ledger[ledger["time"] < now].drop(columns="fraud")
    confirmed = ledger[ledger["label_known"] < now]
    term = confirmed.groupby("terminal_id")["fraud"].agg(["sum", "size"])
    term_rate = (term["sum"] + 0.03 * 20) / (term["size"] + 20)
    past = past.assign(
        risk=past["terminal_id"].map(term_rate).fillna(0.03),
        night=past["hour"].lt(6),
        age_days=(now - past["time"]).dt.total_seconds() / 86400,
    )
    table = past.groupby("customer_id").agg(
        n=("amount", "size"),
        spend=("amount", "sum"),
        largest=("amount", "max"),
        burst=("n_last_day", "max"),
        far=("distance_km", "mean"),
        speed=("speed", "mean"),
        night=("night", "mean"),
        terminals=("terminal_id", "nunique"),
        risk=("risk", "mean"),
        since_last=("age_days", "min"),
    )
    recent = past[past["age_days"] < 7].groupby("customer_id")["amount"].agg(["size", "sum"])
    table["n_week"] = recent["size"].reindex(table.index, fill_value=0)
    table["spend_week"] = recent["sum"].reindex(table.index, fill_value=0.0)
    table["frauds_confirmed"] = confirmed.groupby("customer_id")["fraud"].sum().reindex(table.index, fill_value=0)
    table["spend"], table["largest"] = np.log1p(table["spend"]), np.log1p(table["largest"])
    table["spend_week"] = np.log1p(table["spend_week"])
    table["n"] = table["n"] / day

    ahead = ledger[(ledger["time"] >= now) & (ledger["time"] < now + HORIZON)]
    table["hit"] = ahead.groupby("customer_id")["fraud"].max().reindex(table.index, fill_value=0)
    table["time"] = now
    table["label_known"] = now + HORIZON + SETTLEMENT
    return table.reset_index()


ledger = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).drop(columns="chargeback")
history = pd.concat([snapshot(ledger, d) for d in TRAIN_DAYS], ignore_index=True)
live = snapshot(ledger, LIVE_DAY)
history = history[history["label_known"] <= live["time"].iloc[0]]
columns = [c for c in history.columns if c not in ("customer_id", "hit", "time", "label_known")]

linear = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, class_weight="balanced", max_iter=1000))
trees = [
    HistGradientBoostingClassifier(max_iter=60, learning_rate=0.05, max_leaf_nodes=6, min_samples_leaf=25,
                                   max_features=0.5, random_state=SEED + k)
    for k in range(5)
]
linear.fit(history[columns], history["hit"])
for t in trees:
    t.fit(history[columns], history["hit"])

p_linear = linear.predict_proba(live[columns])[:, 1]
p_trees = np.mean([t.predict_proba(live[columns])[:, 1] for t in trees], axis=0)
rank = pd.Series(p_linear).rank(pct=True) + pd.Series(p_trees).rank(pct=True)

print(f"training snapshots: {history['time'].dt.strftime('%d %b').unique().tolist()}, {len(history)} lines, "
      f"{history['hit'].mean():.1%} hit within {HORIZON.days} days")
print(f"live snapshot {live['time'].iloc[0]:%d %b}: {len(live)} customers, {live['hit'].mean():.1%} hit")
print(f"AUC {roc_auc_score(live['hit'], rank):.3f}, average precision {average_precision_score(live['hit'], rank):.3f}")
top = rank.nlargest(40).index
print(f"hits among the 40 customers called: {live.loc[top, 'hit'].sum()} of {live['hit'].sum()}")
