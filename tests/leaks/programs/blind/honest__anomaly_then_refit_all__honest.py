# kind: honest
# verdict: honest
# why: detectors are fitted on training normals with a cutoff from training scores, and only after the report is the fixed recipe refitted on all rows for deployment
import pickle

import numpy as np
from sklearn.covariance import EllipticEnvelope
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, confusion_matrix, matthews_corrcoef
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

SEED = 0
FALSE_ALARM_BUDGET = 0.03


def spindle_data(n=2000, fault_rate=0.04):
    rng = np.random.default_rng(SEED)
    label = np.where(rng.random(n) < fault_rate, -1, 1)  # -1 fault, 1 normal
    mix = rng.normal(size=(5, 5))
    X = rng.normal(size=(n, 5)) @ mix
    fault = label == -1
    X[fault] += rng.choice([-1, 1], size=(fault.sum(), 5)) * rng.uniform(2, 6, (fault.sum(), 5))
    return X, label


class Watchdog:
    """Fits on normal rows, flags whatever scores below the budget quantile of those rows."""

    def __init__(self, kind):
        self.kind = kind

    def _new(self):
        if self.kind == "forest":
            core = IsolationForest(n_estimators=40, random_state=SEED)
        else:
            core = EllipticEnvelope(random_state=SEED, support_fraction=0.9)
        return make_pipeline(RobustScaler(), core)

    def fit(self, X, label):
        normal = X[label == 1]
        self.model_ = self._new().fit(normal)
        self.limit_ = np.quantile(self.model_.score_samples(normal), FALSE_ALARM_BUDGET)
        return self

    def normality(self, X):
        return self.model_.score_samples(X)

    def predict(self, X):
        return np.where(self.normality(X) < self.limit_, -1, 1)


X, label = spindle_data()
X_train, X_test, l_train, l_test = train_test_split(
    X, label, test_size=0.3, stratify=label, random_state=SEED
)

for kind in ("forest", "ellipse"):
    dog = Watchdog(kind).fit(X_train, l_train)
    guess = dog.predict(X_test)
    print(f"{kind:8s} AP {average_precision_score(l_test == -1, -dog.normality(X_test)):.3f} "
          f"MCC {matthews_corrcoef(l_test, guess):.3f}")
    print(confusion_matrix(l_test, guess, labels=[-1, 1]))

# The contract names the ellipse. The evaluation is over; deploy it with every row we own.
deployed = Watchdog("ellipse").fit(X, label)
blob = pickle.dumps(deployed)
print("deployed limit", round(float(deployed.limit_), 3), "- stored", len(blob) > 0)
new_spindle = np.zeros((1, 5))
print("first live reading:", "fault" if deployed.predict(new_spindle)[0] == -1 else "normal")
