# kind: preprocessing
# verdict: honest
# why: KNNImputer is a step of the cross-validated pipeline and is fitted on the training folds only
"""
Stroke prediction (imbalanced) with missing values
==================================================
Plan: read -> look -> fill the gaps -> logistic regression with 5 fold CV
"""
import os, tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
tmp = tempfile.mkdtemp()
path = os.path.join(tmp, "stroke.csv")

# --- toy version of the stroke data ---
rs = np.random.RandomState(SEED)
N = 1000
age = rs.uniform(18, 85, N)
bmi = 22 + 0.08 * age + rs.normal(0, 4, N)
glucose = 80 + 0.5 * age + rs.gamma(2, 12, N)
systolic = 105 + 0.4 * age + 0.5 * (bmi - 25) + rs.normal(0, 10, N)
chol = 4 + 0.02 * age + rs.normal(0, 0.8, N)
smokes = rs.binomial(1, 0.25, N)
z = -6.6 + 0.04 * age + 0.01 * (glucose - 100) + 0.02 * (systolic - 120) + 0.7 * smokes + 0.2 * chol
stroke = rs.binomial(1, 1 / (1 + np.exp(-z)))
toy = pd.DataFrame(dict(age=age, bmi=bmi, avg_glucose=glucose, systolic=systolic,
                        cholesterol=chol, smokes=smokes, stroke=stroke))
for c, frac in [("bmi", 0.2), ("avg_glucose", 0.15), ("systolic", 0.25), ("cholesterol", 0.3)]:
    toy.loc[rs.rand(N) < frac, c] = np.nan
toy.to_csv(path, index=False)

# --- read it ---
df = pd.read_csv(path)
print(df.sample(5, random_state=SEED))
print("\nMissing values in %:")
print((df.isnull().mean() * 100).round(1))
print("\nStroke cases: %d of %d" % (df.stroke.sum(), len(df)))

# --- plots ---
df.drop(columns=["stroke", "smokes"]).hist(figsize=(9, 5), bins=25)
plt.savefig(os.path.join(tmp, "hist.png"))
plt.close("all")

plt.figure(figsize=(6, 3))
plt.imshow(df.isnull().values[:150], aspect="auto", interpolation="nearest", cmap="gray_r")
plt.xticks(range(df.shape[1]), df.columns, rotation=45)
plt.title("missing map")
plt.tight_layout()
plt.savefig(os.path.join(tmp, "missing.png"))
plt.close()

# --- features ---
df["age_smoker"] = df["age"] * df["smokes"]
y = df.pop("stroke").values
X = df.copy()
columns = list(X.columns)

# --- fill the gaps and model ---
model = make_pipeline(KNNImputer(n_neighbors=7),
                      StandardScaler(),
                      LogisticRegression(class_weight="balanced", max_iter=500, random_state=SEED))

folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
auc = cross_val_score(model, X, y, cv=folds, scoring="roc_auc")
f1 = cross_val_score(model, X, y, cv=folds, scoring="f1")
print("\nROC AUC per fold:", auc.round(3), "mean %.3f" % auc.mean())
print("F1 per fold     :", f1.round(3), "mean %.3f" % f1.mean())

pred = cross_val_predict(model, X, y, cv=folds)
print(confusion_matrix(y, pred))
print(classification_report(y, pred))

# --- which features matter (fit on everything, only to look at the coefficients) ---
model.fit(X, y)
coef = model[-1].coef_[0]
plt.figure(figsize=(5, 3))
plt.barh(columns, coef)
plt.tight_layout()
plt.savefig(os.path.join(tmp, "coef.png"))
plt.close()
for name, c in sorted(zip(columns, coef), key=lambda t: -abs(t[1])):
    print("%-12s %+.3f" % (name, c))
