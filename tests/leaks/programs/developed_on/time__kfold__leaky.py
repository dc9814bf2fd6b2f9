# kind: time
# verdict: leak
# options: --time time
# why: the shuffled folds train on payments that were made after the payments they are scored on
import numpy as np
import pandas as pd
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_validate
from sklearn.preprocessing import OneHotEncoder, RobustScaler

SEED = 0
NUMERIC = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]

payments = pd.read_csv("payments.csv", parse_dates=["time"]).sort_values("time", ignore_index=True)
payments["amount"] = np.log1p(payments["amount"])

columns = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy="constant", fill_value=-1), RobustScaler()), NUMERIC),
    (OneHotEncoder(handle_unknown="ignore"), ["category", "country"]),
)
model = make_pipeline(
    columns,
    RandomUnderSampler(sampling_strategy=0.2, random_state=SEED),
    LogisticRegression(max_iter=500),
)

folds = KFold(n_splits=4, shuffle=True, random_state=SEED)  # <- leak
result = cross_validate(
    model,
    payments[NUMERIC + ["category", "country"]],
    payments["fraud"],
    cv=folds,
    scoring={"ap": "average_precision", "auc": "roc_auc"},
)
print("average precision", result["test_ap"].mean().round(4))
print("roc auc          ", result["test_auc"].mean().round(4))
