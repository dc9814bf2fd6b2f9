# kind: calibration
# verdict: honest
# why: the isotonic calibrator is fitted on rows the forest has not seen, and the test part is separate from both
# Calibrated probabilities for a rare disease
# (random forest + undersampling gives bad probabilities -> calibrate)
import os
import tempfile
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
rng = np.random.default_rng(SEED)
figures = tempfile.mkdtemp()

# ---------------------------------------------------------------- data
n = 2400
age = rng.uniform(20, 90, n)
marker_a = rng.normal(1.0, 0.4, n)
marker_b = rng.gamma(2.0, 1.5, n)
marker_c = rng.normal(0, 1, n)
noise = rng.normal(size=(n, 4))
logit = -4.6 + 0.03 * (age - 20) + 1.2 * marker_a + 0.2 * marker_b
y = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
X = np.column_stack([age, marker_a, marker_b, marker_c, noise])
print("patients: %d, sick: %d (%.1f%%)" % (n, y.sum(), 100 * y.mean()))

plt.figure(figsize=(8, 3))
plt.subplot(1, 2, 1)
plt.hist(age, bins=30)
plt.title("age")
plt.subplot(1, 2, 2)
plt.hist(marker_b, bins=30)
plt.title("marker b")
plt.savefig(os.path.join(figures, "hist.png"))
plt.close()

# ---------------------------------------------------------------- split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
X_train, X_cal, y_train, y_cal = train_test_split(X_train, y_train, test_size=0.4, stratify=y_train,
                                                  random_state=SEED)
print("train:", X_train.shape, "test:", X_test.shape)

# ---------------------------------------------------------------- forest
forest = RandomForestClassifier(n_estimators=100, class_weight="balanced_subsample",
                                min_samples_leaf=2, random_state=SEED, n_jobs=1)
forest.fit(X_train, y_train)

# ---------------------------------------------------------------- calibration
calibrated = CalibratedClassifierCV(FrozenEstimator(forest), method="isotonic")
calibrated.fit(X_cal, y_cal)


# ---------------------------------------------------------------- report
def report(name, prob):
    print("%-20s brier=%.4f  logloss=%.4f  auc=%.4f  mean prob=%.3f" % (
        name, brier_score_loss(y_test, prob), log_loss(y_test, np.clip(prob, 1e-4, 1 - 1e-4)),
        roc_auc_score(y_test, prob), prob.mean()))
    return calibration_curve(y_test, prob, n_bins=8, strategy="quantile")


p_cal = calibrated.predict_proba(X_test)[:, 1]
print("\nTest set (share of sick: %.3f)" % y_test.mean())
frac, mean = report("forest, calibrated", p_cal)
for a, b in zip(mean, frac):
    print("   predicted %.3f   observed %.3f" % (a, b))

plt.figure(figsize=(4, 4))
plt.plot([0, 1], [0, 1], "k--")
plt.plot(mean, frac, marker="o", label="calibrated forest")
plt.xlabel("predicted probability")
plt.ylabel("observed share")
plt.legend()
plt.savefig(os.path.join(figures, "reliability.png"))
plt.close()
