# kind: calibration
# verdict: honest
# why: CalibratedClassifierCV wraps the frozen model and is fitted on rows kept back for it.
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

SEED = 0


def data():
    d = pd.read_csv("payments.csv")
    return d[["amount", "n_last_day", "distance_km", "speed", "hour"]], d["fraud"]


class Calibrated:
    def __init__(self, base):
        self.base = base

    def fit(self, X, y):
        X_model, X_cal, y_model, y_cal = train_test_split(X, y, test_size=0.35, stratify=y, random_state=SEED)
        self.base.fit(X_model, y_model)
        self.cal = CalibratedClassifierCV(FrozenEstimator(self.base), method="sigmoid")
        self.cal.fit(X_cal, y_cal)
        return self

    def predict_proba(self, X):
        return self.cal.predict_proba(X)


X, y = data()
A, B, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
m = Calibrated(GradientBoostingClassifier(n_estimators=60, max_depth=4, random_state=SEED)).fit(A, ya)
print("Brier", round(brier_score_loss(yb, m.predict_proba(B)[:, 1]), 5))
