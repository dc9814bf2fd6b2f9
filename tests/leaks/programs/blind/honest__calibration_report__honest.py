# kind: honest
# verdict: honest
# why: the calibrator is cross-fitted on training rows; the calibration curve, ECE and Brier parts on test are only descriptions
import numpy as np
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split

SEED = 0


def expected_calibration_error(y, p, bins=10):
    edges = np.quantile(p, np.linspace(0, 1, bins + 1))
    which = np.clip(np.searchsorted(edges, p, side="right") - 1, 0, bins - 1)
    total = 0.0
    for b in range(bins):
        m = which == b
        if m.any():
            total += m.mean() * abs(y[m].mean() - p[m].mean())
    return total


def describe(name, y, p):
    print(f"== {name}")
    print(f"brier {brier_score_loss(y, p):.4f}  skill "
          f"{1 - brier_score_loss(y, p) / (y.mean() * (1 - y.mean())):.3f}  "
          f"logloss {log_loss(y, np.clip(p, 1e-4, 1 - 1e-4)):.4f}  "
          f"ece {expected_calibration_error(y, p):.4f}")
    observed, stated = calibration_curve(y, p, n_bins=6, strategy="quantile")
    for o, s in zip(observed, stated):
        print(f"   stated {s:.3f}  observed {o:.3f}")


def run():
    X, y = make_classification(
        n_samples=2000, n_features=12, n_informative=6, weights=[0.9], flip_y=0.02,
        random_state=SEED,
    )
    Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.4, stratify=y, random_state=SEED)
    forest = RandomForestClassifier(
        25, class_weight="balanced", min_samples_leaf=3, random_state=SEED
    )
    plain = forest.fit(Xa, ya).predict_proba(Xb)[:, 1]
    cal = CalibratedClassifierCV(
        RandomForestClassifier(
            25, class_weight="balanced", min_samples_leaf=3, random_state=SEED
        ),
        method="sigmoid",
        cv=StratifiedKFold(3, shuffle=True, random_state=SEED),
    )
    tuned = cal.fit(Xa, ya).predict_proba(Xb)[:, 1]
    describe("forest as it is", yb, plain)
    describe("forest, calibrated on training folds", yb, tuned)


run()
