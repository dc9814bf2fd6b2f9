# kind: duplicates
# verdict: leak
# why: the two monthly extracts share two weeks, and their concat is split at random, so a payment can be trained on and tested on
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0

raw = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
# what the two exports of the payment provider look like
january = raw[raw["time"] < "2025-02-07"]
february = raw[raw["time"] >= "2025-01-25"]

payments = pd.concat([january, february], ignore_index=True)  # <- leak
print(len(january), len(february), "->", len(payments))

features = ["amount", "hour", "n_last_day", "distance_km", "speed", "category", "country"]
train, test = train_test_split(payments, test_size=0.3, random_state=SEED)

encode = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["category", "country"]),
                                 remainder="passthrough")
model = make_pipeline(encode, ExtraTreesClassifier(n_estimators=40, random_state=SEED))
model.fit(train[features], train["fraud"])
p = model.predict_proba(test[features])[:, 1]
print("AUC = %.4f" % roc_auc_score(test["fraud"], p))
print("AP  = %.4f" % average_precision_score(test["fraud"], p))
