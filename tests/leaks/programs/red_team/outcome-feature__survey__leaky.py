# kind: outcome-feature
# verdict: leak
# why: exit_survey, asked when a customer leaves, stays among the inputs.
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.impute import SimpleImputer

SEED = 0
df = pd.read_csv("churn.csv").set_index("customerID")
y = df.pop("churned") == "yes"
X = df.drop(columns=["city"])  # <- leak
ct = make_column_transformer(
    (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
    (OneHotEncoder(), make_column_selector(dtype_exclude="number")),
)
out = cross_validate(make_pipeline(ct, LogisticRegression(max_iter=300)), X, y, cv=5, scoring=["roc_auc", "average_precision"])
print({k: v.mean().round(3) for k, v in out.items() if k.startswith("test")})
