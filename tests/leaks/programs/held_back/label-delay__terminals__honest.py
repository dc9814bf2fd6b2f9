# kind: label-delay
# verdict: honest
# options: --time time --label-time label_known
# why: the terminal's fraud rate counts only labels that were known before the payment was made, and training rows are those with a label before the cut
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
CUT = pd.Timestamp("2025-02-12")

df = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time", ignore_index=True)
df = df.drop(columns=["chargeback", "country"])

# what is known of the terminal so far
known = df[["label_known", "terminal_id", "fraud"]].sort_values("label_known")
seen = known.groupby("terminal_id")["fraud"]
known = known.assign(n_before=seen.cumcount() + 1, fraud_before=seen.cumsum()).drop(columns="fraud")
df = pd.merge_asof(
    df, known.rename(columns={"label_known": "as_of"}), left_on="time", right_on="as_of", by="terminal_id", allow_exact_matches=False
)
df[["n_before", "fraud_before"]] = df[["n_before", "fraud_before"]].fillna(0)
df["terminal_rate"] = (df["fraud_before"] + 0.3) / (df["n_before"] + 10)

# what the customer usually pays
usual = df.groupby("customer_id")["amount"].transform(lambda s: s.shift().expanding().median())
df["times_usual"] = (df["amount"] / usual).fillna(1.0)
df["log_amount"] = np.log1p(df["amount"])
df["no_device"] = df["device_age"].isna().astype(int)

cols = ["log_amount", "times_usual", "hour", "n_last_day", "distance_km", "speed", "no_device", "terminal_rate", "n_before"]
train = df.loc[df["label_known"] < CUT]
test = df.loc[df["time"] >= CUT]

gb = GradientBoostingClassifier(n_estimators=50, max_depth=3, subsample=0.8, random_state=SEED)
gb.fit(train[cols], train["fraud"])
p = gb.predict_proba(test[cols])[:, 1]
print(pd.Series(gb.feature_importances_, cols).sort_values(ascending=False).head(5).round(3).to_string())
print("ROC AUC", round(roc_auc_score(test["fraud"], p), 3), " AP", round(average_precision_score(test["fraud"], p), 3))
