# kind: honest
# verdict: honest
# why: SMOTE and the scaler only see the training part, and five fixed models are each scored once on the untouched test part with all results reported.
"""Credit card fraud - trying several classifiers with SMOTE"""
import os
import tempfile
import warnings

import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

from collections import Counter
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import (classification_report, confusion_matrix, roc_auc_score,
                             average_precision_score, roc_curve, precision_recall_curve)
from imblearn.over_sampling import SMOTE

warnings.filterwarnings("ignore")
SEED = 0
folder = tempfile.mkdtemp()
csv_path = os.path.join(folder, "creditcard.csv")


def write_csv(path, n=2200):
    # one row = one card, last transaction only
    rng = np.random.default_rng(SEED)
    V = rng.normal(size=(n, 10))
    amount = np.exp(rng.normal(3.2, 1.1, n))
    z = -4.3 + 1.3 * V[:, 0] - 1.1 * V[:, 3] + 0.9 * V[:, 6] + 0.5 * (np.log(amount) - 3.2)
    cls = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    out = pd.DataFrame(V.round(5), columns=["V%d" % i for i in range(1, 11)])
    out["Amount"] = amount.round(2)
    out["Class"] = cls
    # the bank export repeats some lines
    out = pd.concat([out, out.sample(60, random_state=SEED)], ignore_index=True)
    out.to_csv(path, index=False)


write_csv(csv_path)

# ---------------------------------------------------------------
# 1. Load and look
# ---------------------------------------------------------------
df = pd.read_csv(csv_path)
print(df.head())
print(df.shape)
print(df.describe().T)
print("missing values:", df.isnull().sum().max())
print("duplicated rows:", df.duplicated().sum())

df = df.drop_duplicates().reset_index(drop=True)
print("after dropping duplicates:", df.shape)

print("No Frauds", round(df["Class"].value_counts()[0] / len(df) * 100, 2), "% of the dataset")
print("Frauds", round(df["Class"].value_counts()[1] / len(df) * 100, 2), "% of the dataset")

fig, axes = plt.subplots(1, 3, figsize=(13, 4))
df["Class"].value_counts().plot(kind="bar", ax=axes[0], title="Class distribution")
axes[1].hist(df["Amount"], bins=50)
axes[1].set_title("Amount")
im = axes[2].imshow(df.corr(), cmap="coolwarm", vmin=-1, vmax=1)
axes[2].set_title("Correlation")
fig.colorbar(im, ax=axes[2])
fig.savefig(os.path.join(folder, "eda.png"), dpi=50)
plt.close(fig)

print(df.groupby("Class")["Amount"].describe())

# amount is very skewed -> log
df["log_amount"] = np.log1p(df["Amount"])
df = df.drop("Amount", axis=1)

# ---------------------------------------------------------------
# 2. Split
# ---------------------------------------------------------------
X = df.drop("Class", axis=1)
y = df["Class"]
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=SEED)
print("train", X_train.shape, "test", X_test.shape)

scaler = StandardScaler()
X_train_sc = scaler.fit_transform(X_train)
X_test_sc = scaler.transform(X_test)

# ---------------------------------------------------------------
# 3. SMOTE (train only!)
# ---------------------------------------------------------------
print("before SMOTE", Counter(y_train))
sm = SMOTE(random_state=SEED)
X_res, y_res = sm.fit_resample(X_train_sc, y_train)
print("after SMOTE", Counter(y_res))

# ---------------------------------------------------------------
# 4. Models
# ---------------------------------------------------------------
models = {
    "LogisticRegression": LogisticRegression(max_iter=500),
    "KNN": KNeighborsClassifier(n_neighbors=5),
    "DecisionTree": DecisionTreeClassifier(max_depth=6, random_state=SEED),
    "RandomForest": RandomForestClassifier(n_estimators=40, random_state=SEED),
    "NaiveBayes": GaussianNB(),
}

rows = []
fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(11, 4))
for name, clf in models.items():
    clf.fit(X_res, y_res)
    pred = clf.predict(X_test_sc)
    prob = clf.predict_proba(X_test_sc)[:, 1]
    print("=" * 20, name)
    print(confusion_matrix(y_test, pred))
    print(classification_report(y_test, pred, digits=3))
    fpr, tpr, _ = roc_curve(y_test, prob)
    prec, rec, _ = precision_recall_curve(y_test, prob)
    ax1.plot(fpr, tpr, label=name)
    ax2.plot(rec, prec, label=name)
    rows.append([name, roc_auc_score(y_test, prob), average_precision_score(y_test, prob)])

ax1.plot([0, 1], [0, 1], "k--")
ax1.set_title("ROC")
ax1.legend()
ax2.set_title("Precision / Recall")
fig.savefig(os.path.join(folder, "curves.png"), dpi=50)
plt.close(fig)

results = pd.DataFrame(rows, columns=["model", "roc_auc", "pr_auc"])
print(results.round(3).to_string(index=False))
