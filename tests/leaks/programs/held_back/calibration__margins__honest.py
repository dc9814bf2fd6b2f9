# kind: calibration
# verdict: honest
# why: the Platt scaling is fitted on out-of-fold margins of the training rows, the booster then trained on all of them
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split

SEED = 0
PARAMS = dict(objective="binary:logistic", max_depth=5, eta=0.15, subsample=0.9, scale_pos_weight=8, nthread=1, seed=SEED)


def load(path="churn.csv"):
    t = pd.read_csv(path)
    target = (t["churned"] == "yes").to_numpy().astype(int)
    t["contract"] = t["contract"].map({"monthly": 0, "one year": 1, "two years": 2})
    t["plan"] = t["plan"].map({"basic": 0, "plus": 1, "max": 2})
    return t.drop(columns=["customerID", "city", "exit_survey", "churned"]).astype(float).to_numpy(), target


def boost(X, y):
    return xgb.train(PARAMS, xgb.DMatrix(X, label=y), num_boost_round=50)


def margins(booster, X):
    return booster.predict(xgb.DMatrix(X), output_margin=True).reshape(-1, 1)


class Calibrated:
    def fit(self, X, y):
        self.booster = boost(X, y)
        held = np.zeros((len(y), 1))
        for fit, out in StratifiedKFold(4, shuffle=True, random_state=SEED).split(X, y):
            held[out] = margins(boost(X[fit], y[fit]), X[out])
        self.platt = LogisticRegression(C=1e4).fit(held, y)
        return self

    def predict_proba(self, X):
        return self.platt.predict_proba(margins(self.booster, X))[:, 1]


X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
p = Calibrated().fit(X_train, y_train).predict_proba(X_test)
print("mean probability", np.round(p.mean(), 4), "share of leavers", np.round(y_test.mean(), 4))
print("Brier", round(brier_score_loss(y_test, p), 4), "log loss", round(log_loss(y_test, p), 4))
