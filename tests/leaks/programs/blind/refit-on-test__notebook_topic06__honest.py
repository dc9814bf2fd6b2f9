# kind: refit-on-test
# verdict: honest
# why: the scaler is fitted on the training rows and the test rows are only transformed with it
###############################################################
# Predicting pump breakdowns with an SVM
###############################################################
import os
import tempfile
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, f1_score, roc_auc_score, PrecisionRecallDisplay
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

SEED = 0
np.random.seed(SEED)

# ---------- simulate the sensor table ----------
n_ok, n_bad = 1450, 150
ok = np.column_stack([
    np.random.normal(60, 8, n_ok),        # temperature
    np.random.normal(3.0, 0.6, n_ok),     # vibration
    np.random.gamma(4, 250, n_ok),        # hours since service
    np.random.normal(220, 6, n_ok),       # voltage
    np.random.normal(12, 2, n_ok),        # pressure
])
bad = np.column_stack([
    np.random.normal(67, 9, n_bad),
    np.random.normal(3.6, 0.8, n_bad),
    np.random.gamma(5, 280, n_bad),
    np.random.normal(219, 9, n_bad),
    np.random.normal(11, 3, n_bad),
])
names = ["temperature", "vibration", "hours", "voltage", "pressure"]
X = np.vstack([ok, bad])
y = np.r_[np.zeros(n_ok, dtype=int), np.ones(n_bad, dtype=int)]
order = np.random.permutation(len(y))
X, y = X[order], y[order]
# some sensors drop out from time to time
holes = np.random.rand(*X.shape) < 0.03
X[holes] = np.nan

print("X:", X.shape, " failures:", y.sum(), "(%.1f%%)" % (100 * y.mean()))
for j, name in enumerate(names):
    print("  %-12s mean=%8.2f  missing=%d" % (name, np.nanmean(X[:, j]), np.isnan(X[:, j]).sum()))

out = tempfile.mkdtemp()
fig, axs = plt.subplots(1, 5, figsize=(15, 3))
for j, name in enumerate(names):
    axs[j].hist(X[y == 0, j], bins=30, density=True, alpha=0.6, label="ok")
    axs[j].hist(X[y == 1, j], bins=30, density=True, alpha=0.6, label="failure")
    axs[j].set_title(name)
axs[0].legend()
fig.savefig(os.path.join(out, "sensors.png"))
plt.close(fig)

# ---------- split ----------
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=SEED)

# ---------- missing values ----------
imputer = SimpleImputer(strategy="median")
X_train = imputer.fit_transform(X_train)
X_test = imputer.transform(X_test)

# ---------- scaling ----------
scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

# ---------- oversampling (train only) ----------
X_bal, y_bal = SMOTE(k_neighbors=5, random_state=SEED).fit_resample(X_train, y_train)
print("train before:", np.bincount(y_train), "after SMOTE:", np.bincount(y_bal))

# ---------- SVM ----------
svm = SVC(C=5, gamma="scale", random_state=SEED)
svm.fit(X_bal, y_bal)
scores = svm.decision_function(X_test)
y_pred = svm.predict(X_test)

print("\nTest set results")
print(classification_report(y_test, y_pred, target_names=["ok", "failure"]))
print("f1  = %.3f" % f1_score(y_test, y_pred))
print("auc = %.3f" % roc_auc_score(y_test, scores))

PrecisionRecallDisplay.from_predictions(y_test, scores)
plt.title("SVM")
plt.savefig(os.path.join(out, "pr.png"))
plt.close()
