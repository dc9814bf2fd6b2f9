# kind: honest
# verdict: honest
# options: --time time
# why: TimeSeriesSplit in time order; lags come from earlier payments only
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

SEED = 0
pay = (pd.read_csv("payments.csv", parse_dates=["time"])
       .sort_values("time", kind="mergesort")
       .reset_index(drop=True)
       .assign(lag=lambda d: d.groupby("customer_id").amount.shift(),
               logamt=lambda d: np.log1p(d.amount),
               night=lambda d: ((d.hour < 5) | (d.hour > 23)).astype(int),
               seen=lambda d: d.groupby(["customer_id", "terminal_id"]).cumcount(),
               ewm=lambda d: d.groupby("customer_id").amount.transform(lambda s: s.ewm(halflife=3).mean().shift())))
cols = ["logamt", "night", "seen", "lag", "ewm", "n_last_day", "distance_km", "speed", "device_age"]
model = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler(), LogisticRegression(class_weight="balanced"))
r = cross_val_score(model, pay[cols], pay.fraud, cv=TimeSeriesSplit(4), scoring="average_precision")
print(r.round(3), r.mean().round(3))
