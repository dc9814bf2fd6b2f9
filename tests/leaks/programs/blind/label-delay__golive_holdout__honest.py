# kind: label-delay
# verdict: honest
# why: training takes only payments whose label was known before the holdout begins, and the rolling features use no labels
# options: --time time --label-time label_known
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

SEED = 0
HOLDOUT_DAYS = 18


def rolling_by(frame: pd.DataFrame, key: str, value: str, window: str, how: str) -> pd.Series:
    """Statistic of the key's earlier events within `window`, the present one left out."""
    rolled = (
        frame.set_index("time")
        .groupby(key, sort=False)[value]
        .rolling(window, closed="left")
        .agg(how)
    )
    # rolling by group returns group after group; put it back into the frame's order
    order = frame.groupby(key, sort=False).indices
    position = [i for k in rolled.index.get_level_values(0).unique() for i in order[k]]
    return pd.Series(rolled.to_numpy(), index=frame.index[position]).reindex(frame.index)


events = (
    pd.read_csv("payments.csv")
    .drop(columns=["chargeback"])
    .assign(
        time=lambda d: pd.to_datetime(d["time"]),
        label_known=lambda d: pd.to_datetime(d["label_known"]),
        one=1.0,
        weekday=lambda d: d["time"].dt.day_of_week,
        night=lambda d: ((d["hour"] < 6) | (d["hour"] >= 23)).astype(int),
    )
    .sort_values("time", kind="stable", ignore_index=True)
)

events["cust_7d_n"] = rolling_by(events, "customer_id", "one", "7D", "sum").fillna(0)
events["cust_14d_mean"] = rolling_by(events, "customer_id", "amount", "14D", "mean")
events["term_1d_n"] = rolling_by(events, "terminal_id", "one", "1D", "sum").fillna(0)
events["term_14d_mean"] = rolling_by(events, "terminal_id", "amount", "14D", "mean")
events["ratio_cust"] = events["amount"] / events["cust_14d_mean"]
events["ratio_term"] = events["amount"] / events["term_14d_mean"]
for name in ["food", "travel", "games"]:
    events["cat_" + name] = (events["category"] == name).astype(int)

columns = [
    "amount", "hour", "n_last_day", "distance_km", "speed", "device_age", "weekday", "night",
    "cust_7d_n", "term_1d_n", "ratio_cust", "ratio_term", "cat_food", "cat_travel", "cat_games",
]

end = pd.Timestamp("2025-01-01") + pd.Timedelta(days=60)
go_live = end - pd.Timedelta(days=HOLDOUT_DAYS)
holdout = events.time >= go_live
usable = events.label_known < go_live

model = xgb.XGBClassifier(
    n_estimators=120, max_depth=3, learning_rate=0.06, subsample=0.8, colsample_bytree=0.7,
    min_child_weight=3, n_jobs=1, random_state=SEED,
)
model.fit(events.loc[usable, columns], events.loc[usable, "fraud"])
p = model.predict_proba(events.loc[holdout, columns])[:, 1]
truth = events.loc[holdout, "fraud"]

print(f"go-live {go_live:%d %B}: {usable.sum()} payments to learn from, {holdout.sum()} scored")
print(f"frauds in the holdout   {truth.sum()}")
print(f"ROC AUC                 {roc_auc_score(truth, p):.3f}")
print(f"average precision       {average_precision_score(truth, p):.3f}")
print(f"Brier score             {brier_score_loss(truth, p):.4f}")
