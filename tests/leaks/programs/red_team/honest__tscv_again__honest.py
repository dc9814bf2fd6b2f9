# kind: time
# verdict: honest
# options: --time time
# why: TimeSeriesSplit on sorted rows, pipeline with selection inside
import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RandomizedSearchCV, TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, PolynomialFeatures
from scipy.stats import loguniform

SEED = 0
df = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time", kind="stable")
X = df[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]]
y = df["fraud"]
pipe = make_pipeline(SimpleImputer(), PolynomialFeatures(2, include_bias=False), StandardScaler(),
                     SelectFromModel(LogisticRegression(C=.05, l1_ratio=1, solver="liblinear")), LogisticRegression(max_iter=300))
rs = RandomizedSearchCV(pipe, {"logisticregression__C": loguniform(1e-3, 10)}, n_iter=3, cv=TimeSeriesSplit(3), scoring="average_precision", random_state=SEED)
s = cross_val_score(rs, X, y, cv=TimeSeriesSplit(3, test_size=500), scoring="average_precision")
print("AP by period:", s.round(3), "mean", s.mean().round(3))
