# kind: early-stopping-on-test
# verdict: honest
# why: the callback names the set that is not scored; the other one is only in view
"""Boosting with three sets in view, one of which may stop it."""
import numpy as np
import xgboost as xgb
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score

SEED = 0

X, y = make_classification(3000, 12, n_informative=6, weights=[0.92], flip_y=0.06, random_state=SEED)
order = np.random.default_rng(SEED).permutation(len(y))
train, watched, last = order[:1800], order[1800:2400], order[2400:]

sets = {name: xgb.DMatrix(X[rows], label=y[rows]) for name, rows in (("train", train), ("watched", watched), ("last", last))}
stop = xgb.callback.EarlyStopping(rounds=15, data_name="watched", metric_name="logloss")
booster = xgb.train(
    {"objective": "binary:logistic", "max_depth": 4, "eta": 0.1, "seed": SEED, "nthread": 1},
    sets["train"], num_boost_round=300, evals=[(data, name) for name, data in sets.items()],
    callbacks=[stop], verbose_eval=False,
)
score = booster.predict(sets["last"], iteration_range=(0, booster.best_iteration + 1))
print("average precision", round(average_precision_score(y[last], score), 4), "after", booster.best_iteration, "trees")
