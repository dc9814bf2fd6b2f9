# kind: resample-before-split
# verdict: honest
# why: the split comes first and SMOTE only sees the training part, the test part stays as it was
# ---------------------------------------------------------------
# Credit Card Fraud - EDA + SMOTE + Random Forest
# ---------------------------------------------------------------
import os
import tempfile
import warnings

import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import (classification_report, confusion_matrix,
                             roc_auc_score, average_precision_score)
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from imblearn.over_sampling import SMOTE

warnings.filterwarnings("ignore")
SEED = 0

# ---- write a small creditcard.csv (like the one on Kaggle but tiny) ----
folder = tempfile.mkdtemp()
csv_path = os.path.join(folder, "creditcard.csv")

rng = np.random.default_rng(SEED)
n = 2000
V = rng.normal(size=(n, 8))
amount = rng.gamma(1.5, 60, size=n)
logit = -3.6 + 0.9 * V[:, 0] - 0.8 * V[:, 3] + 0.6 * V[:, 5] * V[:, 6] + 0.004 * amount
fraud = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
raw = pd.DataFrame(V, columns=["V%d" % i for i in range(1, 9)])
raw["Amount"] = amount
raw["Class"] = fraud
raw.to_csv(csv_path, index=False)

# ---- load the data ----
df = pd.read_csv(csv_path)
print(df.shape)
print(df.head())
print(df.isnull().sum().max(), "missing values")
print("No Frauds", round(df["Class"].value_counts(normalize=True)[0] * 100, 2), "% of the dataset")
print("Frauds", round(df["Class"].value_counts(normalize=True)[1] * 100, 2), "% of the dataset")

# ---- a look at the classes and at the amount ----
fig, ax = plt.subplots(1, 2, figsize=(10, 3))
df["Class"].value_counts().plot(kind="bar", ax=ax[0], color=["steelblue", "tomato"])
ax[0].set_title("Class distribution")
ax[1].hist(df["Amount"], bins=40, color="grey")
ax[1].set_title("Amount")
plt.savefig(os.path.join(folder, "eda.png"))
plt.close(fig)

# log of the amount is nicer than the raw amount
df["LogAmount"] = np.log1p(df["Amount"])
df = df.drop(columns=["Amount"])

X = df.drop("Class", axis=1)
y = df["Class"]

# ---- balance the classes, then split ----
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=SEED)
print("Before SMOTE:", y_train.value_counts().to_dict())
X_train, y_train = SMOTE(random_state=SEED).fit_resample(X_train, y_train)
print("After SMOTE:", y_train.value_counts().to_dict())
print("train", X_train.shape, "test", X_test.shape)

scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)

# ---- model ----
rf = RandomForestClassifier(n_estimators=80, random_state=SEED, n_jobs=1)
rf.fit(X_train_s, y_train)
pred = rf.predict(X_test_s)
proba = rf.predict_proba(X_test_s)[:, 1]

print(classification_report(y_test, pred, digits=3))
print("ROC AUC: %.4f" % roc_auc_score(y_test, proba))
print("PR AUC:  %.4f" % average_precision_score(y_test, proba))

cm = confusion_matrix(y_test, pred)
print(cm)
plt.figure(figsize=(3, 3))
plt.imshow(cm, cmap="Blues")
for i in range(2):
    for j in range(2):
        plt.text(j, i, cm[i, j], ha="center")
plt.title("Confusion matrix - Random Forest")
plt.savefig(os.path.join(folder, "cm.png"))
plt.close()
