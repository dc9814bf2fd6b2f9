# kind: feature-selection
# verdict: leak
# why: the twenty genes most correlated with relapse over all samples are kept before cross-validation
import pandas as pd
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.linear_model import LogisticRegressionCV, LogisticRegression

SEED = 0
g = pd.read_csv("genes.csv")
strength = g.corrwith(g["relapse"]).abs().drop("relapse")
top = strength.nlargest(20).index.tolist()  # <- leak
X = g.loc[:, top]
res = cross_validate(LogisticRegression(C=.3), X, g.relapse, scoring=["roc_auc", "average_precision"],
                     cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=SEED))
print({k: round(v.mean(), 3) for k, v in res.items() if k.startswith("test")})
