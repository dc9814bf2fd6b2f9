# kind: label-delay
# verdict: leak
# options: --time time --label-time label_known
# why: payments of the last days before the cutoff are trained on although their labels came in only after the cutoff
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from xgboost import XGBClassifier

SEED = 0

df = pd.read_csv("payments.csv")
df["time"] = pd.to_datetime(df["time"])
df["label_known"] = pd.to_datetime(df["label_known"])

df["dayofweek"] = df["time"].dt.dayofweek
df["is_night"] = ((df["hour"] < 6) | (df["hour"] > 22)).astype(int)
df["abroad"] = (df["country"] != "DE").astype(int)
features = ["amount", "hour", "dayofweek", "is_night", "abroad", "n_last_day", "distance_km", "speed", "device_age"]

# train on January and the first half of February, test on the rest
cutoff = pd.Timestamp("2025-02-15")
train = df[df["time"] < cutoff]  # <- leak
test = df[df["time"] >= cutoff]
print("train", train.shape, "test", test.shape)

ratio = (train["fraud"] == 0).sum() / (train["fraud"] == 1).sum()
model = XGBClassifier(
    n_estimators=60, max_depth=4, learning_rate=0.1, scale_pos_weight=ratio, random_state=SEED, n_jobs=1
)
model.fit(train[features], train["fraud"])
proba = model.predict_proba(test[features])[:, 1]

print("ROC-AUC:", round(roc_auc_score(test["fraud"], proba), 4))
print("PR-AUC: ", round(average_precision_score(test["fraud"], proba), 4))
