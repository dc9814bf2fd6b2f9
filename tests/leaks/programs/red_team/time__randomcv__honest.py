# kind: time
# verdict: honest
# options: --time time
# why: TimeSeriesSplit trains each fold on earlier payments.
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from imblearn.pipeline import Pipeline
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import TimeSeriesSplit, cross_validate

SEED = 0
pay = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time", kind="stable")
pay["log_amount"] = pay["amount"].transform("log1p")
X, y = pay[["log_amount", "hour", "n_last_day", "distance_km", "speed"]], pay["fraud"]
model = Pipeline([("over", RandomOverSampler(random_state=SEED)), ("hgb", HistGradientBoostingClassifier(max_iter=25, random_state=SEED))])
r = cross_validate(model, X, y, cv=TimeSeriesSplit(4), scoring=("roc_auc", "average_precision"))
print("AUC %.3f AP %.3f" % (r["test_roc_auc"].mean(), r["test_average_precision"].mean()))
