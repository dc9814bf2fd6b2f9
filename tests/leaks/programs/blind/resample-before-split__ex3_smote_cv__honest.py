# kind: resample-before-split
# verdict: honest
# why: SMOTE rows are made inside the loop from the training fold alone, and every fold is scored on its own untouched rows at the natural share of positives
# options:
"""
Exercise 3.2
------------
Write a function evaluate(X, y, random_state) that returns the average
precision of a logistic regression, cross-validated over five folds, where
the minority class is topped up with SMOTE.  Do not use cross_val_score,
write the folds yourself.
"""
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

SEED = 0
K = 5


def stratified_folds(y, k, random_state):
    """Yield (train, held_out) positions; every class is dealt out like cards."""
    rng = np.random.default_rng(random_state)
    where = np.empty(len(y), dtype=int)
    for label in np.unique(y):
        idx = np.flatnonzero(y == label)
        rng.shuffle(idx)
        where[idx] = np.arange(len(idx)) % k
    for fold in range(k):
        yield np.flatnonzero(where != fold), np.flatnonzero(where == fold)


def synthetic_rows(X, y, random_state):
    """Only the rows that SMOTE adds (it puts the original rows first)."""
    X_all, y_all = SMOTE(sampling_strategy=0.5, random_state=random_state).fit_resample(X, y)
    return X_all[len(X):], y_all[len(y):]


def evaluate(X, y, random_state):
    scores = []
    for train, held_out in stratified_folds(y, K, random_state):
        extra_X, extra_y = synthetic_rows(X[train], y[train], random_state)
        X_fit = np.vstack([X[train], extra_X])
        y_fit = np.concatenate([y[train], extra_y])
        mean, std = X_fit.mean(axis=0), X_fit.std(axis=0)
        model = LogisticRegression(C=0.3, max_iter=500)
        model.fit((X_fit - mean) / std, y_fit)
        p = model.predict_proba((X[held_out] - mean) / std)[:, 1]
        scores.append(average_precision_score(y[held_out], p))
    return np.array(scores)


# --- try it out -----------------------------------------------------------
X, y = make_classification(
    n_samples=2200, n_features=18, n_informative=5, n_redundant=3,
    weights=[0.94], flip_y=0.015, class_sep=0.8, random_state=SEED,
)
print("rows:", len(y), "positives:", int(y.sum()))

result = evaluate(X, y, random_state=SEED)
for number, value in enumerate(result, start=1):
    print(f"  fold {number}: AP = {value:.3f}")
print(f"average precision over {K} folds: {result.mean():.3f} (sd {result.std():.3f})")
