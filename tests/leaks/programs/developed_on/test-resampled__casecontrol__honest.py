# kind: test-resampled
# verdict: honest
# why: the case-control sample of the test period is weighted back to the prevalence it was drawn from in each metric
import imbalance_lib as il
import numpy as np
from sklearn.metrics import average_precision_score, precision_score
from xgboost import XGBClassifier

SEED = 0


def case_control(y, per_case, rng):
    """Positions of all cases and of `per_case` controls for each of them, and how many rows each stands for."""
    cases = np.where(y == 1)[0]
    controls = np.where(y == 0)[0]
    chosen = rng.choice(controls, per_case * len(cases), replace=False)
    stands_for = np.r_[np.ones(len(cases)), np.full(len(chosen), len(controls) / len(chosen))]
    return np.r_[cases, chosen], stands_for


def report(model, X, y, rng):
    # scoring everything is slow in production, so we look at a case-control sample
    pos, w = case_control(y, 4, rng)
    score = model.predict_proba(X[pos])[:, 1]
    return {
        "ap": average_precision_score(y[pos], score, sample_weight=w),
        "precision": precision_score(y[pos], score > 0.05, sample_weight=w, zero_division=0),
    }


scenario = il.load_fraud(n_rows=4000, prevalence=0.02, random_state=SEED)
order = np.argsort(np.asarray(scenario.time), kind="stable")
features = scenario.X.to_numpy(dtype=np.float32)[order]
fraud = np.asarray(scenario.y)[order]
cut = int(0.65 * len(order))

booster = XGBClassifier(n_estimators=40, max_depth=3, learning_rate=0.1, n_jobs=1, random_state=SEED)
booster.fit(features[:cut], fraud[:cut])
print(report(booster, features[cut:], fraud[cut:], np.random.default_rng(SEED)))
