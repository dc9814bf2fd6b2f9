# kind: honest
# verdict: honest
# why: custom transformer learns only inside the pipeline's fit on training rows
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import cross_validate, StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

SEED = 0


class CityRate(BaseEstimator, TransformerMixin):
    """Smoothed churn rate per city, from the rows of fit."""

    def __init__(self, m=20):
        self.m = m

    def fit(self, X, y):
        s = pd.Series(np.asarray(y, float))
        g = s.groupby(np.asarray(X).ravel())
        self.prior_ = s.mean()
        self.map_ = ((g.sum() + self.m * self.prior_) / (g.count() + self.m)).to_dict()
        return self

    def transform(self, X):
        return np.array([[self.map_.get(v, self.prior_)] for v in np.asarray(X).ravel()])


class Winsor(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.lo_, self.hi_ = np.nanquantile(X, [.01, .99], axis=0)
        return self

    def transform(self, X):
        return np.clip(X, self.lo_, self.hi_)


df = pd.read_csv("churn.csv")
y = (df.pop("churned") == "yes").astype(int)
X = df.drop(columns=["customerID", "exit_survey"])
num = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
ct = ColumnTransformer([
    ("num", make_pipeline(SimpleImputer(), Winsor(), FunctionTransformer(lambda a: np.sign(a) * np.log1p(np.abs(a))), StandardScaler()), num),
    ("city", CityRate(), ["city"]),
    ("cat", OneHotEncoder(handle_unknown="ignore"), ["contract", "plan"])])
model = make_pipeline(ct, LogisticRegression(class_weight="balanced", max_iter=500))
Xa, Xb, ya, yb = train_test_split(X, y, stratify=y, random_state=SEED)
cv = cross_validate(model, Xa, ya, cv=StratifiedKFold(4, shuffle=True, random_state=SEED), scoring=["roc_auc", "average_precision"])
print("CV", cv["test_roc_auc"].mean(), cv["test_average_precision"].mean())
p = model.fit(Xa, ya).predict_proba(Xb)[:, 1]
print("test", roc_auc_score(yb, p), average_precision_score(yb, p))
