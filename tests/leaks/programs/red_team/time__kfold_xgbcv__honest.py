# kind: time
# verdict: honest
# options: --time time
# why: xgb.cv gets the folds of TimeSeriesSplit, so each trains on earlier payments
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import TimeSeriesSplit

SEED = 0
d = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time")
dm = xgb.DMatrix(d[["amount", "hour", "n_last_day", "distance_km", "speed"]], label=d["fraud"])
cv = xgb.cv({"objective": "binary:logistic", "max_depth": 3, "eta": .2}, dm, num_boost_round=25, folds=list(TimeSeriesSplit(4).split(d)), metrics="auc", seed=SEED)
print(cv.tail(1))
print("AUC", cv["test-auc-mean"].iloc[-1])
