# kind: honest
# verdict: honest
# why: the second-stage model learns from predictions on training patients, but these are out-of-fold by patient, and the alarm level follows from two prices and no labels.
# options: --groups patient_id
import json

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, GroupShuffleSplit, cross_val_predict
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
FALSE_ALARM, LATE_CASE = 60.0, 700.0
LABS = ["lab%d" % i for i in range(1, 9)]
NUM, CAT = ["age", "bmi"] + LABS + ["lab12"], ["sex", "ward"]


def linear():
    num = Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
    prep = ColumnTransformer([("num", num, NUM), ("cat", OneHotEncoder(handle_unknown="ignore"), CAT)])
    return Pipeline([("prep", prep), ("lr", LogisticRegression(C=0.1, max_iter=500))])


def boosted():
    prep = ColumnTransformer([("num", "passthrough", NUM), ("cat", OneHotEncoder(handle_unknown="ignore", sparse_output=False), CAT)])
    return Pipeline([("prep", prep), ("gb", HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=6, learning_rate=0.08,
                                                                           random_state=SEED))])


def logit(p):
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))


class Stack:
    def __init__(self, makers, folds=5):
        self.makers, self.folds = makers, folds

    def fit(self, X, y, groups):
        cv = GroupKFold(self.folds)
        level1 = {name: logit(cross_val_predict(make(), X, y, groups=groups, cv=cv, method="predict_proba")[:, 1])
                  for name, make in self.makers.items()}
        self.final_ = LogisticRegression(C=1.0).fit(pd.DataFrame(level1), y)
        self.base_ = {name: make().fit(X, y) for name, make in self.makers.items()}
        return self

    def predict_proba(self, X):
        level1 = pd.DataFrame({name: logit(m.predict_proba(X)[:, 1]) for name, m in self.base_.items()})
        return self.final_.predict_proba(level1)[:, 1]


def log_loss(y, p):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def report(y, p):
    level = FALSE_ALARM / (FALSE_ALARM + LATE_CASE)
    alarm = p >= level
    cost = FALSE_ALARM * (alarm & (y == 0)).sum() + LATE_CASE * (~alarm & (y == 1)).sum()
    wins = p[y == 1][:, None] - p[y == 0][None, :]
    return {"auc": float((wins > 0).mean() + (wins == 0).mean() / 2), "log_loss": log_loss(y, p),
            "alarm_level": level, "alarms": int(alarm.sum()), "cost_per_visit": float(cost / len(y))}


visits = pd.read_csv("patients.csv")
visits[LABS] = np.log(visits[LABS].clip(lower=0.05))
visits["lab12"] = (visits["lab1"] - 1) * (visits["lab2"] - 1)
X, y, who = visits[NUM + CAT], visits["disease"], visits["patient_id"]
fit_rows, test_rows = next(GroupShuffleSplit(1, test_size=0.3, random_state=SEED).split(X, y, who))

stack = Stack({"linear": linear, "boosted": boosted})
stack.fit(X.iloc[fit_rows], y.iloc[fit_rows], who.iloc[fit_rows])
res = report(y.iloc[test_rows].to_numpy(), stack.predict_proba(X.iloc[test_rows]))
print(json.dumps({"visits": len(test_rows), **{k: round(v, 4) for k, v in res.items()}}))
