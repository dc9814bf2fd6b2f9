# kind: time
# verdict: honest
# options: --time time
# why: expanding and rolling features look back only, labels not used; training days precede test days
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, average_precision_score

SEED = 0

tx = (pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
        .sort_values("time")
        .reset_index(drop=True))

by_customer = tx.groupby("customer_id")["amount"]
tx["past_mean"] = by_customer.transform(lambda s: s.shift().expanding().mean())
tx["past_count"] = tx.groupby("customer_id").cumcount()
tx["gap_h"] = tx.groupby("customer_id")["time"].diff().dt.total_seconds() / 3600
tx["ratio"] = tx["amount"] / tx["past_mean"]
tx["terminal_7d"] = (tx.set_index("time").groupby("terminal_id")["amount"].rolling("7D").count()
                       .reset_index().merge(tx[["terminal_id", "time"]].reset_index(), on=["terminal_id", "time"], how="right")
                       .drop_duplicates("index").set_index("index")["amount"].sort_index())
tx["dow"] = tx.time.dt.dayofweek

cols = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age", "past_mean", "past_count", "gap_h", "ratio", "terminal_7d", "dow"]
cutoff = tx.time.min() + pd.Timedelta(days=42)
train, test = tx[tx.time < cutoff], tx[tx.time >= cutoff]
fill = train[cols].median()
rf = RandomForestClassifier(n_estimators=60, min_samples_leaf=3, class_weight="balanced_subsample", random_state=SEED)
rf.fit(train[cols].fillna(fill), train.fraud)
p = rf.predict_proba(test[cols].fillna(fill))[:, 1]
print(f"{len(train)=} {len(test)=}")
print(f"AUC={roc_auc_score(test.fraud, p):.3f} AP={average_precision_score(test.fraud, p):.3f}")
