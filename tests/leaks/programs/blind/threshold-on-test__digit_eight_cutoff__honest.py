# kind: threshold-on-test
# verdict: honest
# why: The frozen model's cut-off is searched on the separate part X_va and then set by FixedThresholdClassifier and reported on X_te.
# options:
"""Spotting handwritten eights in shrunken, smudged images (an alarm where 1 row in 10 is positive)."""
import json

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomTreesEmbedding
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import fbeta_score, make_scorer, precision_score, recall_score
from sklearn.model_selection import FixedThresholdClassifier, StratifiedShuffleSplit, TunedThresholdClassifierCV
from sklearn.pipeline import make_pipeline, make_union

SEED = 0
rng = np.random.default_rng(SEED)


def smudged_digits(noise=2.5):
    images, digit = load_digits(return_X_y=True)
    images = images.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(len(images), 16)
    return images + rng.normal(0, noise, images.shape), (digit == 8).astype(int)


def three_parts(y, shares=(0.5, 0.2, 0.3)):
    first = StratifiedShuffleSplit(1, test_size=shares[2], random_state=SEED)
    rest, test = next(first.split(np.zeros(len(y)), y))
    second = StratifiedShuffleSplit(1, test_size=shares[1] / (shares[0] + shares[1]), random_state=SEED)
    fit, valid = next(second.split(np.zeros(len(rest)), y[rest]))
    return rest[fit], rest[valid], test


X, y = smudged_digits()
i_tr, i_va, i_te = three_parts(y)
(X_tr, y_tr), (X_va, y_va), (X_te, y_te) = [(X[i], y[i]) for i in (i_tr, i_va, i_te)]

model = make_pipeline(
    make_union(
        PCA(8, whiten=True, random_state=SEED),
        LinearDiscriminantAnalysis(n_components=1),
        RandomTreesEmbedding(n_estimators=40, max_depth=4, sparse_output=False, random_state=SEED),
    ),
    LogisticRegression(C=0.1, max_iter=3000),
).fit(X_tr, y_tr)

f2 = make_scorer(fbeta_score, beta=2, zero_division=0)
tuner = TunedThresholdClassifierCV(
    FrozenEstimator(model), scoring=f2, cv="prefit", refit=False,
    response_method="predict_proba", thresholds=np.linspace(0.02, 0.9, 89),
)
tuner.fit(X_va, y_va)

alarm = FixedThresholdClassifier(
    FrozenEstimator(model), threshold=tuner.best_threshold_, response_method="predict_proba"
).fit(X_tr, y_tr)
said = alarm.predict(X_te)
print(json.dumps({
    "cut": round(float(tuner.best_threshold_), 3),
    "eights": int(y_te.sum()),
    "f2": round(float(fbeta_score(y_te, said, beta=2)), 4),
    "precision": round(float(precision_score(y_te, said)), 4),
    "recall": round(float(recall_score(y_te, said)), 4),
    "cost_per_image": round(float(np.where(y_te == 1, 5 * (said == 0), 1 * (said == 1)).mean()), 4),
}))
