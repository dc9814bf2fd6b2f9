# kind: time
# verdict: leak
# options: --time time
# why: xgb.cv shuffles the days into folds
import pandas as pd
import xgboost as xgb

SEED = 0
d = pd.read_csv("payments.csv", parse_dates=["time"])
dm = xgb.DMatrix(d[["amount", "hour", "n_last_day", "distance_km", "speed"]], label=d["fraud"])
cv = xgb.cv({"objective": "binary:logistic", "max_depth": 3, "eta": .2}, dm, num_boost_round=25, nfold=4, stratified=True, metrics="auc", seed=SEED)  # <- leak
print(cv.tail(1))
print("AUC", cv["test-auc-mean"].iloc[-1])
