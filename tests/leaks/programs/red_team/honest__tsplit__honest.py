# kind: honest
# verdict: honest
# options: --time time --label-time label_known
# why: each fold trains on earlier payments with a gap of nine days, after which every label is known; rates are expanding with known labels.
import numpy as np
import pandas as pd
from sklearn.pipeline import make_pipeline
from sklearn.impute import SimpleImputer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import TimeSeriesSplit

SEED = 0
pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).set_index("time", drop=False).sort_index()
pay["n_7d"] = pay.groupby("customer_id")["amount"].rolling("7D", closed="left").count().reset_index(level=0, drop=True).fillna(0).to_numpy()
pay["weekday"] = pay["time"].dt.dayofweek
cols = ["amount", "weekday", "n_last_day", "distance_km", "speed", "device_age"]
aps = []
for past, future in TimeSeriesSplit(3, gap=700).split(pay):
    model = make_pipeline(SimpleImputer(add_indicator=True), RandomForestClassifier(40, min_samples_leaf=3, random_state=SEED))
    model.fit(pay.iloc[past][cols], pay.iloc[past]["fraud"])
    aps.append(average_precision_score(pay.iloc[future]["fraud"], model.predict_proba(pay.iloc[future][cols])[:, 1]))
print(np.round(aps, 3))
