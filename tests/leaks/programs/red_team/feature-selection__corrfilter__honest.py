# kind: feature-selection
# verdict: honest
# why: the twenty genes most correlated with relapse are chosen inside the pipeline, on the training part of each fold
import pandas as pd
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.linear_model import LogisticRegressionCV, LogisticRegression
from sklearn.feature_selection import SelectKBest
from sklearn.pipeline import make_pipeline

SEED = 0
g = pd.read_csv("genes.csv")
X = g.drop(columns="relapse")


def strength(A, b):
    return pd.DataFrame(A).corrwith(pd.Series(b)).abs().to_numpy()


res = cross_validate(make_pipeline(SelectKBest(strength, k=20), LogisticRegression(C=.3)), X, g.relapse, scoring=["roc_auc", "average_precision"],
                     cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=SEED))
print({k: round(v.mean(), 3) for k, v in res.items() if k.startswith("test")})
