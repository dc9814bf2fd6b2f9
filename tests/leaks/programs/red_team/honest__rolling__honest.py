# kind: honest
# verdict: honest
# options: --time time --label-time label_known
# why: rolling features use amounts of the past and labels known at the moment; split in time with a gap until labels are known
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, precision_score

SEED = 0
d = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time", kind="stable").reset_index(drop=True)
g = d.groupby("customer_id")["amount"]
d["prev_amount"] = g.shift(1)
d["exp_mean"] = g.transform(lambda s: s.shift(1).expanding().mean())
d["roll5_max"] = g.transform(lambda s: s.shift(1).rolling(5, min_periods=1).max())
d["ratio"] = d.amount / d.exp_mean
d["since_last"] = d.groupby("customer_id")["time"].diff().dt.total_seconds()

# confirmed frauds at this terminal, as known at the moment of payment
known = d.loc[d.fraud == 1, ["terminal_id", "label_known"]].sort_values("label_known")
by_term = {t: k.label_known.to_numpy() for t, k in known.groupby("terminal_id")}
empty = np.array([], dtype="datetime64[us]")
d["term_frauds"] = [np.searchsorted(by_term.get(t, empty), np.datetime64(when)) for t, when in zip(d.terminal_id, d.time)]

cut = d.time.quantile(.7)
train = d[(d.time < cut) & (d.label_known < cut)]
test = d[d.time >= cut]
cols = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age", "prev_amount", "exp_mean", "roll5_max", "ratio", "since_last", "term_frauds"]
med = train[cols].median()
rf = RandomForestClassifier(60, min_samples_leaf=5, class_weight="balanced_subsample", random_state=SEED)
rf.fit(train[cols].fillna(med), train.fraud)
score = pd.Series(rf.predict_proba(test[cols].fillna(med))[:, 1], index=test.index)
print("AP", round(average_precision_score(test.fraud, score), 3))

K = 5
top = score.groupby(test.time.dt.date).nlargest(K).index.get_level_values(1)
print(f"precision at {K} a day:", round(test.fraud.loc[top].mean(), 3), "recall:", round(test.fraud.loc[top].sum() / test.fraud.sum(), 3))
