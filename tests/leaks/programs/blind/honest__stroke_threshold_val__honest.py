# kind: honest
# verdict: honest
# why: medians, frequencies and scaling come from the training part via preprocess_train, the threshold is chosen on the validation part, and the test part is only scored at the end.
import os
import json
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import (classification_report, confusion_matrix, f1_score, precision_score,
                             recall_score, roc_auc_score, precision_recall_curve)

SEED = 0
np.random.seed(SEED)
WORKDIR = tempfile.mkdtemp()
FILE = os.path.join(WORKDIR, "stroke.csv")


def build_file(n=2400):
    age = np.random.uniform(18, 85, n).round(1)
    hyper = (np.random.rand(n) < 0.05 + 0.003 * (age - 18)).astype(int)
    glucose = np.random.gamma(9, 12, n).round(2)
    bmi = np.random.normal(28, 5, n).round(1)
    smoking = np.random.choice(["never", "formerly", "smokes", "Unknown"], n, p=[.4, .2, .2, .2])
    work = np.random.choice(["Private", "Self-employed", "Govt"], n, p=[.6, .25, .15])
    gender = np.random.choice(["Male", "Female"], n)
    lin = -7.2 + 0.07 * age + 0.8 * hyper + 0.006 * glucose + 0.4 * (smoking == "smokes")
    stroke = (np.random.rand(n) < 1 / (1 + np.exp(-lin))).astype(int)
    bmi[np.random.rand(n) < 0.06] = np.nan
    glucose[np.random.rand(n) < 0.03] = np.nan
    pd.DataFrame({"id": np.random.permutation(n), "gender": gender, "age": age, "hypertension": hyper,
                  "work_type": work, "avg_glucose_level": glucose, "bmi": bmi,
                  "smoking_status": smoking, "stroke": stroke}).to_csv(FILE, index=False)


build_file()
data = pd.read_csv(FILE)

# ------------------ exploration -------------------
print(data.sample(5, random_state=SEED))
print(data.describe(include="all").T)
print("Missing:\n", data.isna().sum())
print("Stroke rate: %.3f" % data.stroke.mean())
age_bins = pd.cut(data.age, [0, 30, 45, 60, 75, 100])
print(data.groupby(age_bins, observed=True).stroke.agg(["mean", "count"]))

plt.figure(figsize=(8, 3))
plt.subplot(121)
data[data.stroke == 0].age.plot(kind="hist", bins=30, density=True, alpha=.5)
data[data.stroke == 1].age.plot(kind="hist", bins=30, density=True, alpha=.5)
plt.title("age by stroke")
plt.subplot(122)
data.boxplot(column="bmi", by="stroke", ax=plt.gca())
plt.savefig(os.path.join(WORKDIR, "eda.png"), dpi=50)
plt.close("all")

# id carries no information
data = data.drop("id", axis=1)

# ------------------ 60 / 20 / 20 -------------------
train, rest = train_test_split(data, test_size=0.4, stratify=data.stroke, random_state=SEED)
valid, test = train_test_split(rest, test_size=0.5, stratify=rest.stroke, random_state=SEED)
print(len(train), len(valid), len(test))

NUM = ["age", "avg_glucose_level", "bmi"]
CAT = ["work_type", "smoking_status"]


def common(df):
    df = df.copy()
    df["gender"] = df["gender"].map({"Male": 0, "Female": 1})
    df["bmi_missing"] = df["bmi"].isna().astype(int)
    return df


def preprocess_train(df):
    df = common(df)
    learned = {"median": {}, "mean": {}, "std": {}, "freq": {}}
    for c in NUM:
        learned["median"][c] = float(df[c].median())
        df[c] = df[c].fillna(learned["median"][c])
        learned["mean"][c] = float(df[c].mean())
        learned["std"][c] = float(df[c].std())
        df[c] = (df[c] - learned["mean"][c]) / learned["std"][c]
    for c in CAT:
        learned["freq"][c] = df[c].value_counts(normalize=True).to_dict()
        df[c] = df[c].map(learned["freq"][c]).astype(float)
    return df, learned


def preprocess_test(df, learned):
    df = common(df)
    for c in NUM:
        df[c] = df[c].fillna(learned["median"][c])
        df[c] = (df[c] - learned["mean"][c]) / learned["std"][c]
    for c in CAT:
        df[c] = df[c].map(learned["freq"][c]).fillna(0.0).astype(float)
    return df


train_p, learned = preprocess_train(train)
valid_p = preprocess_test(valid, learned)
test_p = preprocess_test(test, learned)
print(json.dumps(learned, indent=1))

X_tr, y_tr = train_p.drop("stroke", axis=1), train_p["stroke"]
X_va, y_va = valid_p.drop("stroke", axis=1), valid_p["stroke"]
X_te, y_te = test_p.drop("stroke", axis=1), test_p["stroke"]

rf = RandomForestClassifier(n_estimators=80, max_depth=6, class_weight="balanced", random_state=SEED)
rf.fit(X_tr, y_tr)

# ------------------ threshold on validation -------------------
p_va = rf.predict_proba(X_va)[:, 1]
best_t, best_f = 0.5, -1
for t in np.arange(0.1, 0.9, 0.02):
    f = f1_score(y_va, (p_va >= t).astype(int), zero_division=0)
    if f > best_f:
        best_t, best_f = t, f
print("threshold from validation: %.2f (val F1 %.3f)" % (best_t, best_f))

pr, rc, th = precision_recall_curve(y_va, p_va)
plt.plot(th, pr[:-1], label="precision")
plt.plot(th, rc[:-1], label="recall")
plt.axvline(best_t, color="k", ls=":")
plt.legend()
plt.title("validation")
plt.savefig(os.path.join(WORKDIR, "threshold.png"), dpi=50)
plt.close()

# ------------------ test -------------------
p_te = rf.predict_proba(X_te)[:, 1]
final = (p_te >= best_t).astype(int)
print("TEST")
print(confusion_matrix(y_te, final))
print(classification_report(y_te, final, zero_division=0))
print("AUC       %.3f" % roc_auc_score(y_te, p_te))
print("precision %.3f" % precision_score(y_te, final, zero_division=0))
print("recall    %.3f" % recall_score(y_te, final))

imp = pd.Series(rf.feature_importances_, index=X_tr.columns).sort_values(ascending=False)
print(imp.round(3))
