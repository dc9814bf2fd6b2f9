# kind: tuning-on-test
# verdict: honest
# why: grid search on training, then the winner is scored once; best_score_ is told as the validation score
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, ClassifierMixin
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.metrics import average_precision_score, make_scorer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

SEED = 0


class Winsor(TransformerMixin, BaseEstimator):
    def __init__(self, q=.01):
        self.q = q

    def fit(self, X, y=None):
        self.lo_, self.hi_ = np.nanquantile(X, [self.q, 1 - self.q], axis=0)
        return self

    def transform(self, X):
        return np.clip(np.nan_to_num(X), self.lo_, self.hi_)


class GaussBayes(ClassifierMixin, BaseEstimator):
    def __init__(self, smooth=1e-3):
        self.smooth = smooth

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.stats_ = [(X[y == c].mean(0), X[y == c].var(0) + self.smooth, np.log((y == c).mean())) for c in self.classes_]
        return self

    def predict_proba(self, X):
        L = np.stack([-.5 * (np.log(v) + (X - m) ** 2 / v).sum(1) + p for m, v, p in self.stats_], 1)
        L = np.exp(L - L.max(1, keepdims=True))
        return L / L.sum(1, keepdims=True)

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(1)]


d = pd.read_csv("genes.csv")
X, y = d.iloc[:, :80].to_numpy(), d.relapse.to_numpy()
Xa, Xb, ya, yb = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
p = Pipeline([("w", Winsor()), ("k", SelectKBest(mutual_info_classif)), ("nb", GaussBayes())])
g = GridSearchCV(p, {"w__q": [.01, .05], "k__k": [5, 20]}, cv=3, scoring=make_scorer(average_precision_score, response_method="predict_proba"))
g.fit(Xa, ya)
print("validation", g.best_score_, g.best_params_)
print(pd.DataFrame(g.cv_results_)[["params", "mean_test_score", "rank_test_score"]])
print("test AP", average_precision_score(yb, g.predict_proba(Xb)[:, 1]))
