# kind: honest
# verdict: honest
# why: patients with several visits are kept whole in either train or test by GroupShuffleSplit, tuning uses group folds inside train, and the preprocessing sits in the pipeline.
import os, tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (classification_report, ConfusionMatrixDisplay, roc_auc_score,
                             average_precision_score, balanced_accuracy_score)
from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold, GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler, OneHotEncoder

SEED = 0

# ------------------------------------------------------------------
# Write the hospital file: several visits for each patient
# ------------------------------------------------------------------
base = tempfile.mkdtemp()
fn = os.path.join(base, "visits.csv")
gen = np.random.default_rng(SEED)
recs = []
for pid in range(480):
    frail = gen.normal()
    age = int(gen.integers(30, 90))
    sex = gen.choice(["F", "M"])
    for v in range(int(gen.integers(1, 6))):
        creat = np.exp(gen.normal(0, .3) + .15 * frail)
        sodium = gen.normal(139, 3) - frail
        los = gen.poisson(4 + max(frail, 0))
        ward = gen.choice(["surgery", "internal", "cardio"], p=[.3, .5, .2])
        lp = -3.4 + .9 * frail + .02 * (age - 60) + .8 * (creat - 1) + .1 * (los - 4)
        recs.append([pid, v + 1, age, sex, ward, round(creat, 3), round(sodium, 1), los,
                     int(gen.random() < 1 / (1 + np.exp(-lp)))])
visits = pd.DataFrame(recs, columns=["patient_id", "visit_no", "age", "sex", "ward", "creatinine",
                                     "sodium", "length_of_stay", "readmitted"])
visits.loc[gen.random(len(visits)) < .05, "sodium"] = np.nan
visits.to_csv(fn, index=False)

# ------------------------------------------------------------------
# Exploration
# ------------------------------------------------------------------
df = pd.read_csv(fn)
print(df.head(8))
print("rows:", len(df), "patients:", df.patient_id.nunique())
print(df.describe().round(2))
print("readmission rate", df.readmitted.mean().round(3))
print("visits per patient:\n", df.patient_id.value_counts().value_counts().sort_index())
print(df.groupby("ward").readmitted.mean())

fig, ax = plt.subplots(1, 2, figsize=(9, 3.5))
ax[0].hist([df.loc[df.readmitted == 0, "creatinine"], df.loc[df.readmitted == 1, "creatinine"]],
           bins=20, density=True, label=["no", "yes"])
ax[0].legend()
corr = df.drop(columns="patient_id").corr(numeric_only=True)
ax[1].imshow(corr)
ax[1].set_xticks(range(len(corr)), corr.columns, rotation=90)
fig.tight_layout()
fig.savefig(os.path.join(base, "eda.png"), dpi=50)
plt.close(fig)

# ------------------------------------------------------------------
# Row-wise features
# ------------------------------------------------------------------
df["log_creat"] = np.log(df["creatinine"])
df["first_visit"] = (df["visit_no"] == 1).astype(int)
df["old"] = (df["age"] >= 75).astype(int)

num = ["visit_no", "age", "log_creat", "sodium", "length_of_stay", "first_visit", "old"]
cat = ["sex", "ward"]
X = df[num + cat]
y = df["readmitted"]
groups = df["patient_id"]

# ------------------------------------------------------------------
# Split by patient, NOT by visit
# ------------------------------------------------------------------
gss = GroupShuffleSplit(n_splits=1, test_size=.25, random_state=SEED)
tr, te = next(gss.split(X, y, groups))
X_train, X_test = X.iloc[tr], X.iloc[te]
y_train, y_test = y.iloc[tr], y.iloc[te]
g_train = groups.iloc[tr]
assert set(g_train).isdisjoint(set(groups.iloc[te]))
print("train visits", len(tr), "test visits", len(te))

prep = ColumnTransformer([
    ("n", Pipeline([("imp", SimpleImputer(strategy="median")), ("sc", StandardScaler())]), num),
    ("c", OneHotEncoder(handle_unknown="ignore"), cat),
])

# logistic regression, C tuned with group folds
lr = Pipeline([("prep", prep), ("clf", LogisticRegression(class_weight="balanced", max_iter=500))])
search = GridSearchCV(lr, {"clf__C": [.01, .1, 1]}, scoring="average_precision",
                      cv=StratifiedGroupKFold(n_splits=4, shuffle=True, random_state=SEED))
search.fit(X_train, y_train, groups=g_train)
print("C:", search.best_params_, "group-cv AP %.3f" % search.best_score_)

# random forest, fixed settings
rf = Pipeline([("prep", prep), ("clf", RandomForestClassifier(n_estimators=80, min_samples_leaf=5,
                                                              class_weight="balanced", random_state=SEED))])
rf.fit(X_train, y_train)

# ------------------------------------------------------------------
# Both models on the test patients
# ------------------------------------------------------------------
for name, m in {"logistic regression": search, "random forest": rf}.items():
    pr = m.predict_proba(X_test)[:, 1]
    hat = m.predict(X_test)
    print("\n###", name)
    print(classification_report(y_test, hat, digits=3, zero_division=0))
    print("auc %.3f  ap %.3f  bal.acc %.3f" % (roc_auc_score(y_test, pr),
                                               average_precision_score(y_test, pr),
                                               balanced_accuracy_score(y_test, hat)))
    ConfusionMatrixDisplay.from_predictions(y_test, hat)
    plt.title(name)
    plt.savefig(os.path.join(base, name.replace(" ", "_") + ".png"), dpi=50)
    plt.close("all")
