# kind: time
# verdict: leak
# options: --time time
# why: train_test_split shuffles the days
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time")
df["dow"] = df["time"].dt.dayofweek
feature_names = ["amount", "hour", "dow", "distance_km", "speed", "device_age", "n_last_day"]
X_train, X_test, y_train, y_test = train_test_split(df[feature_names], df["fraud"], test_size=0.2, random_state=SEED)  # <- leak
gb = HistGradientBoostingClassifier(max_iter=40, random_state=SEED)
gb.fit(X_train, y_train)
print("Average precision:", average_precision_score(y_test, gb.predict_proba(X_test)[:, 1]))
