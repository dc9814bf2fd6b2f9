# kind: honest
# verdict: honest
# why: shuffled independent rows are cut into three parts, the outlier limits and feature filter come from the training part, and the sampling ratio is chosen on validation before one test evaluation.
# Predictive maintenance on milling machines (one row = one independent product)
import os
import tempfile
import joblib
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.inspection import permutation_importance
from sklearn.metrics import (average_precision_score, classification_report, confusion_matrix,
                             PrecisionRecallDisplay, f1_score)
from imblearn.under_sampling import RandomUnderSampler

SEED = 0
np.random.seed(SEED)

folder = tempfile.mkdtemp()
N = 2400
air = np.random.normal(300, 2, N)
proc = air + np.random.normal(10, 1, N)
rpm = np.random.normal(1540, 170, N).clip(1150)
torque = (40 + (1540 - rpm) * 0.03 + np.random.normal(0, 8, N)).clip(4)
wear = np.random.uniform(0, 250, N)
quality = np.random.choice(["L", "M", "H"], N, p=[.6, .3, .1])
score = -3.9 + 0.02 * (wear - 120) + 0.07 * (torque - 40) - 0.5 * ((proc - air) - 10) + 0.4 * (quality == "L")
fail = np.random.binomial(1, 1 / (1 + np.exp(-score)))
raw = pd.DataFrame({"Type": quality, "Air temperature": air.round(2), "Process temperature": proc.round(2),
                    "Rotational speed": rpm.round(1), "Torque": torque.round(2), "Tool wear": wear.round(1),
                    "Vibration": np.random.gamma(3, 1, N).round(3), "Humidity": np.random.uniform(20, 60, N).round(1),
                    "Machine failure": fail})
raw.to_csv(os.path.join(folder, "ai4i.csv"), index=False)

# ============================ EDA ============================
df = pd.read_csv(os.path.join(folder, "ai4i.csv"))
print(df.head())
print(df.describe().T.round(2))
print(df["Machine failure"].value_counts())
print(pd.crosstab(df["Type"], df["Machine failure"], normalize="index").round(3))
df.plot.scatter("Rotational speed", "Torque", c="Machine failure", colormap="coolwarm", s=5, figsize=(5, 4))
plt.savefig(os.path.join(folder, "scatter.png"), dpi=50)
plt.close("all")
print(df.corr(numeric_only=True)["Machine failure"].round(3))

# ============================ features ============================
df["Type"] = df["Type"].map({"L": 0, "M": 1, "H": 2})
df["temp_diff"] = df["Process temperature"] - df["Air temperature"]
df["power"] = df["Torque"] * df["Rotational speed"] * 2 * np.pi / 60
df["torque_per_rpm"] = df["Torque"] / df["Rotational speed"]
df["wear_torque"] = df["Tool wear"] * df["Torque"]

# ============================ split ============================
indices = np.arange(len(df))
np.random.shuffle(indices)
n_tr, n_va = int(len(df) * 0.6), int(len(df) * 0.2)
train = df.iloc[indices[:n_tr]]
val = df.iloc[indices[n_tr:n_tr + n_va]]
test = df.iloc[indices[n_tr + n_va:]]
print(len(train), len(val), len(test), "failures:", train["Machine failure"].sum(),
      val["Machine failure"].sum(), test["Machine failure"].sum())

# drop extreme vibration readings, training part only (val and test stay as they are)
q1, q3 = train["Vibration"].quantile([0.25, 0.75])
upper = q3 + 3 * (q3 - q1)
before = len(train)
train = train[train["Vibration"] <= upper]
print("outliers removed from train:", before - len(train))

target = "Machine failure"
cols = [c for c in df.columns if c != target]
X_train, y_train = train[cols], train[target]
X_val, y_val = val[cols], val[target]
X_test, y_test = test[cols], test[target]

# keep 8 features, F test on the training part
sel = SelectKBest(f_classif, k=8).fit(X_train, y_train)
kept = [c for c, k in zip(cols, sel.get_support()) if k]
print("kept:", kept)

# ============================ which undersampling ratio? ============================
scores = {}
for ratio in [0.1, 0.25, 0.5, 1.0]:
    rus = RandomUnderSampler(sampling_strategy=ratio, random_state=SEED)
    Xr, yr = rus.fit_resample(X_train[kept], y_train)
    rf = RandomForestClassifier(n_estimators=40, random_state=SEED).fit(Xr, yr)
    ap = average_precision_score(y_val, rf.predict_proba(X_val[kept])[:, 1])
    f1 = f1_score(y_val, rf.predict(X_val[kept]), zero_division=0)
    scores[ratio] = f1
    print("ratio %.2f  n=%4d  val AP %.3f  val F1 %.3f" % (ratio, len(yr), ap, f1))
best_ratio = max(scores, key=scores.get)
print("use ratio", best_ratio)

# ============================ final model ============================
Xr, yr = RandomUnderSampler(sampling_strategy=best_ratio, random_state=SEED).fit_resample(X_train[kept], y_train)
final = RandomForestClassifier(n_estimators=80, random_state=SEED).fit(Xr, yr)
joblib.dump((final, kept), os.path.join(folder, "rf.joblib"))
model, used = joblib.load(os.path.join(folder, "rf.joblib"))

pred = model.predict(X_test[used])
prob = model.predict_proba(X_test[used])[:, 1]
print("TEST average precision %.3f" % average_precision_score(y_test, prob))
print(confusion_matrix(y_test, pred))
print(classification_report(y_test, pred, zero_division=0))
PrecisionRecallDisplay.from_predictions(y_test, prob)
plt.savefig(os.path.join(folder, "pr.png"), dpi=50)
plt.close("all")

# importances, computed on the validation rows
pi = permutation_importance(model, X_val[used], y_val, scoring="average_precision", n_repeats=2, random_state=SEED)
print(pd.Series(pi.importances_mean, used).sort_values(ascending=False).round(4))
