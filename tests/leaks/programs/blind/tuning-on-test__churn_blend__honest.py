# kind: tuning-on-test
# verdict: honest
# why: the blend weights are searched on out-of-fold predictions of the training rows and the blend is scored once on the untouched test rows.
# options:
import warnings

import numpy as np
from scipy.stats import rankdata
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler

warnings.filterwarnings("ignore", category=RuntimeWarning)
SEED = 0
N_FOLDS = 4

X, y = make_classification(n_samples=3200, n_features=18, n_informative=7, n_redundant=3, n_clusters_per_class=3,
                           weights=[0.91], flip_y=0.05, class_sep=0.7, random_state=SEED)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

MODELS = [
    ("hgb", HistGradientBoostingClassifier(max_iter=50, max_leaf_nodes=12, learning_rate=0.07, random_state=SEED)),
    ("xt", ExtraTreesClassifier(n_estimators=80, min_samples_leaf=2, random_state=SEED, n_jobs=1)),
    ("logit", Pipeline([("yj", PowerTransformer()), ("clf", LogisticRegression(C=0.3, max_iter=400))])),
    ("knn", Pipeline([("sc", StandardScaler()), ("clf", KNeighborsClassifier(25, weights="distance"))])),
]


def fit_layer():
    """Out-of-fold scores for train, mean of the fold models for test."""
    oof = np.zeros((len(X_tr), len(MODELS)))
    test = np.zeros((len(X_te), len(MODELS)))
    skf = StratifiedKFold(N_FOLDS, shuffle=True, random_state=SEED)
    for tr, va in skf.split(X_tr, y_tr):
        for j, (_, est) in enumerate(MODELS):
            m = clone(est).fit(X_tr[tr], y_tr[tr])
            oof[va, j] = m.predict_proba(X_tr[va])[:, 1]
            test[:, j] += m.predict_proba(X_te)[:, 1] / N_FOLDS
    return oof, test


def blend(P, w):
    return P @ w


def search_weights(P, target, n_draws=250):
    """Random draws on the simplex; keeps the best average precision."""
    r = np.random.default_rng(SEED)
    draws = np.vstack([np.eye(P.shape[1]), np.full(P.shape[1], 1 / P.shape[1]),
                       r.dirichlet(np.ones(P.shape[1]), size=n_draws)])
    return max(draws, key=lambda w: average_precision_score(target, blend(P, w)))


oof, test = fit_layer()
for j, (name, _) in enumerate(MODELS):
    print(f"{name:6s} oof AP {average_precision_score(y_tr, oof[:, j]):.4f}   test AP {average_precision_score(y_te, test[:, j]):.4f}")

w = search_weights(oof, y_tr)
print("weights:", dict(zip([n for n, _ in MODELS], np.round(w, 3).tolist())))
final = blend(test, w)
print(f"blend  test AP {average_precision_score(y_te, final):.4f}")
top = rankdata(-final, method="ordinal") <= 100
print(f"hits in the 100 highest test scores: {int(y_te[top].sum())}")
