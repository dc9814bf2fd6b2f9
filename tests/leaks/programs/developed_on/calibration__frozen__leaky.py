# kind: calibration
# verdict: leak
# why: the frozen forest is calibrated on the very rows it was fitted on, where its probabilities are far too sure
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import train_test_split

SEED = 0

X, y = make_classification(
    n_samples=4000, n_features=12, n_informative=5, weights=[0.93], flip_y=0.03, class_sep=0.8, random_state=SEED
)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

rf = RandomForestClassifier(n_estimators=50, class_weight="balanced_subsample", random_state=SEED)
rf.fit(X_train, y_train)

calibrated = CalibratedClassifierCV(FrozenEstimator(rf), method="isotonic")
calibrated.fit(X_train, y_train)  # <- leak

for name, m in [("raw", rf), ("calibrated", calibrated)]:
    p = m.predict_proba(X_test)[:, 1]
    print(f"{name:<11} Brier {brier_score_loss(y_test, p):.4f}   log loss {log_loss(y_test, p):.4f}")
