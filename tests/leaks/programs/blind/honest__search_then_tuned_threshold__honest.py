# kind: honest
# verdict: honest
# why: halving search and then TunedThresholdClassifierCV around its best estimator both run on the same training rows, and the test rows are scored once at the end
import numpy as np
from scipy.stats import loguniform
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, fbeta_score, make_scorer
from sklearn.model_selection import (
    HalvingRandomSearchCV,
    StratifiedKFold,
    TunedThresholdClassifierCV,
    train_test_split,
)
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
f2 = make_scorer(fbeta_score, beta=2)

X, y = make_classification(
    n_samples=2500, n_features=25, n_informative=6, weights=[0.94], flip_y=0.01, random_state=SEED
)
X, X_test, y, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
# from here on X and y are training rows only

cv = StratifiedKFold(3, shuffle=True, random_state=SEED)
pipe = Pipeline(
    [
        ("scale", StandardScaler()),
        ("select", SelectKBest(f_classif)),
        ("lr", LogisticRegression(class_weight="balanced", max_iter=300)),
    ]
)
search = HalvingRandomSearchCV(
    pipe,
    {"select__k": [5, 10, 20], "lr__C": loguniform(1e-3, 1e1)},
    n_candidates=9,
    min_resources=550,
    factor=3,
    scoring="average_precision",
    cv=cv,
    random_state=SEED,
)
search.fit(X, y)
print("chosen on training folds:", search.best_params_)

tuned = TunedThresholdClassifierCV(
    clone(search.best_estimator_), scoring=f2, thresholds=50, cv=cv, random_state=SEED
)
tuned.fit(X, y)
print(f"threshold {tuned.best_threshold_:.3f}, training-fold F2 {tuned.best_score_:.3f}")

y_hat = tuned.predict(X_test)
s = tuned.predict_proba(X_test)[:, 1]
print(f"test F2 {fbeta_score(y_test, y_hat, beta=2):.3f}  AP {average_precision_score(y_test, s):.3f}")
print(f"test F2 at the default 0.5, for the appendix: {fbeta_score(y_test, s >= 0.5, beta=2):.3f}")
print("flagged:", int(np.sum(y_hat)), "of", len(y_hat))
