# kind: honest
# verdict: honest
# why: the meta-model learns from out-of-fold training scores of whole pipelines, base models are refitted on all training rows, and the cutoff follows from given costs
import numpy as np
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, confusion_matrix
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
COST = {"miss": 9.0, "false_alarm": 1.0}


def base_models():
    return [
        make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()),
        make_pipeline(SimpleImputer(), StandardScaler(), KNeighborsClassifier(15)),
        make_pipeline(
            SimpleImputer(strategy="median"), ExtraTreesClassifier(25, random_state=SEED)
        ),
    ]


def out_of_fold(model, X, y, folds):
    column = np.zeros(len(y))
    for fit_rows, score_rows in folds.split(X, y):
        m = clone(model).fit(X[fit_rows], y[fit_rows])
        column[score_rows] = m.predict_proba(X[score_rows])[:, 1]
    return column


class Stack:
    def fit(self, X, y):
        folds = StratifiedKFold(4, shuffle=True, random_state=SEED)
        meta_X = np.column_stack([out_of_fold(m, X, y, folds) for m in base_models()])
        self.meta_ = LogisticRegression().fit(meta_X, y)
        self.bases_ = [m.fit(X, y) for m in base_models()]
        return self

    def predict_proba(self, X):
        meta_X = np.column_stack([m.predict_proba(X)[:, 1] for m in self.bases_])
        return self.meta_.predict_proba(meta_X)


rng = np.random.default_rng(SEED)
X, y = make_classification(
    n_samples=1500, n_features=10, n_informative=6, weights=[0.9], random_state=SEED
)
X[rng.random(X.shape) < 0.05] = np.nan
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

stack = Stack().fit(X_tr, y_tr)
p = stack.predict_proba(X_te)[:, 1]
cut = COST["false_alarm"] / (COST["false_alarm"] + COST["miss"])
tn, fp, fn, tp = confusion_matrix(y_te, p >= cut).ravel()
print("meta weights", stack.meta_.coef_.round(2))
print(f"stack test AP {average_precision_score(y_te, p):.3f}")
for m in stack.bases_:
    name = type(m[-1]).__name__
    print(f"  {name:22s} {average_precision_score(y_te, m.predict_proba(X_te)[:, 1]):.3f}")
print(f"cost {COST['miss'] * fn + COST['false_alarm'] * fp:.0f}  (tp {tp}, fp {fp}, fn {fn})")
