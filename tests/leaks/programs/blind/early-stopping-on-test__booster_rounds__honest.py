# kind: early-stopping-on-test
# verdict: honest
# why: the test matrix is only watched; xgb.train stops by the last entry of evals, the validation matrix, and no figure of the test rows decides anything
# options:
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, f1_score, log_loss, precision_recall_curve
from sklearn.model_selection import train_test_split

SEED = 0

PARAMS = {
    "objective": "binary:logistic",
    "eval_metric": ["logloss", "aucpr"],
    "eta": 0.05,
    "max_depth": 4,
    "min_child_weight": 4,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "nthread": 1,
    "seed": SEED,
}


def load():
    df = pd.read_csv("churn.csv")
    y = (df["churned"] == "yes").astype(int).to_numpy()
    X = df[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]].copy()
    X.loc[X["monthly_charges"] <= 0, "monthly_charges"] = np.nan
    X["minutes_per_call"] = X["minutes"] / (X["calls"] + 1)
    X["new"] = (X["tenure"] < 12).astype(int)
    for value in ("monthly", "one year"):
        X["contract_" + value.replace(" ", "_")] = (df["contract"] == value).astype(int)
    for value in ("basic", "max"):
        X["plan_" + value] = (df["plan"] == value).astype(int)
    return X, y


def best_f1_cut(y, p):
    precision, recall, cuts = precision_recall_curve(y, p)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return cuts[np.argmax(f1[:-1])]


X, y = load()
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=0.25, stratify=y_rest, random_state=SEED + 1
)
dtrain, dvalid, dtest = (
    xgb.DMatrix(a, label=b) for a, b in [(X_train, y_train), (X_valid, y_valid), (X_test, y_test)]
)

watch = [(dtrain, "train"), (dtest, "test"), (dvalid, "valid")]
history = {}
bst = xgb.train(
    PARAMS, dtrain, num_boost_round=400, evals=watch, early_stopping_rounds=25, evals_result=history, verbose_eval=50
)

rounds = (0, bst.best_iteration + 1)
cut = best_f1_cut(y_valid, bst.predict(dvalid, iteration_range=rounds))
p_test = bst.predict(dtest, iteration_range=rounds)

print("rounds kept:", rounds[1], "of", len(history["train"]["aucpr"]))
print("test log loss          %.4f" % log_loss(y_test, p_test))
print("test average precision %.4f" % average_precision_score(y_test, p_test))
print("test F1 at cut %.3f    %.4f" % (cut, f1_score(y_test, p_test >= cut)))
