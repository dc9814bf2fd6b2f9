# kind: calibration
# verdict: honest
# why: The recalibration line is fitted on the development patients, but on margins from models that did not see those patients.
# options: --groups patient_id --not-at-prediction treatment_days --target disease
"""Decision-curve analysis of a monotone boosted risk score (Vickers & Elkin 2006).

The score is grown with up-weighted cases, so its margins are not log-odds of disease; a
two-parameter logistic recalibration, logit p = a + b * margin, brings them back before
net benefit is read at clinically sensible threshold probabilities.
"""
import numpy as np
import pandas as pd
import xgboost as xgb
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

SEED = 0
PREDICTORS = ["age", "bmi", "male", *(f"lab{k}" for k in range(1, 9))]
# agreed with the clinic: risk may not fall with age or lab1
MONOTONE = {"age": 1, "lab1": 1}
SETTINGS = {
    "objective": "binary:logistic",
    "eta": 0.08,
    "max_depth": 2,
    "min_child_weight": 2,
    "subsample": 0.8,
    "nthread": 1,
    "seed": SEED,
    "monotone_constraints": "(" + ",".join(str(MONOTONE.get(c, 0)) for c in PREDICTORS) + ")",
}


def grow(d):
    ratio = (d["disease"] == 0).sum() / (d["disease"] == 1).sum()
    matrix = xgb.DMatrix(d[PREDICTORS], label=d["disease"])
    return xgb.train({**SETTINGS, "scale_pos_weight": ratio}, matrix, num_boost_round=120)


def margin(booster, d):
    return booster.predict(xgb.DMatrix(d[PREDICTORS]), output_margin=True).astype(float)


def margins_left_out(d, k=6):
    out = np.empty(len(d))
    for kept, left in GroupKFold(k).split(d, groups=d["patient_id"]):
        out[left] = margin(grow(d.iloc[kept]), d.iloc[left])
    return out


def recalibrate(m, y):
    """Maximum likelihood for (a, b) in logit p = a + b m."""
    def deviance(ab):
        eta = ab[0] + ab[1] * m
        return np.sum(np.logaddexp(0, eta) - y * eta)
    return minimize(deviance, x0=[0.0, 1.0], method="BFGS").x


def net_benefit(y, p, t):
    treat = p >= t
    return (treat & (y == 1)).mean() - (treat & (y == 0)).mean() * t / (1 - t)


visits = pd.read_csv("patients.csv").assign(male=lambda d: d["sex"].eq("m").astype(int))
splitter = GroupShuffleSplit(1, test_size=0.35, random_state=SEED)
dev_rows, new_rows = next(splitter.split(visits, groups=visits["patient_id"]))
dev, new = visits.iloc[dev_rows], visits.iloc[new_rows]

score = grow(dev)
own, left_out = margin(score, dev), margins_left_out(dev)
print(f"development: {dev['patient_id'].nunique()} patients, mean shift of the margin when left out {np.mean(left_out - own):+.2f}")

a, b = recalibrate(left_out, dev["disease"].to_numpy())
risk = expit(a + b * margin(score, new))
y = new["disease"].to_numpy()

print(f"recalibration: intercept {a:.2f}, slope {b:.2f}")
print(f"new patients: {new['patient_id'].nunique()}, {len(y)} visits, prevalence {y.mean():.3f}, mean risk {risk.mean():.3f}")
print(f"Brier {brier_score_loss(y, risk):.4f}, log loss {log_loss(y, risk):.4f}")
curve = pd.DataFrame(
    [(t, net_benefit(y, risk, t), net_benefit(y, np.ones(len(y)), t)) for t in (0.05, 0.08, 0.12, 0.16, 0.20)],
    columns=["threshold", "score", "treat all"],
)
print(curve.round(4).to_string(index=False))
