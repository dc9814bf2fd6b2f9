# kind: test-resampled
# verdict: honest
# why: only the training part is balanced and the metrics are computed on the test part with its natural class shares
# Health insurance cross sell prediction
# Who will buy a vehicle insurance? (Response = 1)
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import (accuracy_score, precision_score, recall_score, f1_score,
                             ConfusionMatrixDisplay, classification_report)
from sklearn.model_selection import train_test_split
from imblearn.under_sampling import RandomUnderSampler

SEED = 0
work_dir = tempfile.mkdtemp()


def write_data(path, n=2400):
    r = np.random.default_rng(SEED)
    d = pd.DataFrame({
        "id": np.arange(1, n + 1),
        "Gender": r.choice(["Male", "Female"], n, p=[0.54, 0.46]),
        "Age": r.uniform(20, 80, n),
        "Previously_Insured": r.choice(["Yes", "No"], n),
        "Vehicle_Age": r.choice(["< 1 Year", "1-2 Year", "> 2 Years"], n, p=[0.43, 0.5, 0.07]),
        "Vehicle_Damage": r.choice(["Yes", "No"], n),
        "Annual_Premium": r.lognormal(10.2, 0.5, n),
        "Vintage": r.uniform(10, 300, n),
    })
    z = (-3.8 + 1.7 * (d["Vehicle_Damage"] == "Yes") - 1.5 * (d["Previously_Insured"] == "Yes")
         + 1.0 * (d["Vehicle_Age"] == "> 2 Years") + 0.00001 * d["Annual_Premium"]
         + 1.2 * np.exp(-((d["Age"] - 43) / 12) ** 2))
    d["Response"] = (r.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    d.to_csv(path, index=False)


csv_file = os.path.join(work_dir, "train.csv")
write_data(csv_file)

df = pd.read_csv(csv_file)
print("Rows, columns:", df.shape)
print(df.head(3).to_string())
print("Duplicates:", df.duplicated().sum(), " Missing:", df.isna().sum().sum())
print(df["Response"].value_counts())

# ------------------------------------------------------------------ EDA
fig, axes = plt.subplots(1, 3, figsize=(12, 3))
df["Response"].value_counts().plot.pie(ax=axes[0], autopct="%.1f%%")
df["Age"].plot.hist(ax=axes[1], bins=30, title="Age")
df["Annual_Premium"].plot.hist(ax=axes[2], bins=30, title="Annual premium")
fig.savefig(os.path.join(work_dir, "eda.png"))
plt.close(fig)

# ------------------------------------------------------------------ encode
df = df.drop(columns=["id"])
df["Gender"] = df["Gender"].map({"Female": 0, "Male": 1})
df["Previously_Insured"] = df["Previously_Insured"].map({"No": 0, "Yes": 1})
df["Vehicle_Damage"] = df["Vehicle_Damage"].map({"No": 0, "Yes": 1})
df["Vehicle_Age"] = df["Vehicle_Age"].map({"< 1 Year": 0, "1-2 Year": 1, "> 2 Years": 2})

X = df.drop(columns="Response")
y = df["Response"]
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.3, random_state=SEED, stratify=y)


def make_balanced(features, labels):
    rus = RandomUnderSampler(random_state=SEED)
    features, labels = rus.fit_resample(features, labels)
    print("balanced ->", labels.value_counts().to_dict())
    return features, labels


# ------------------------------------------------------------------ balance
X_train, y_train = make_balanced(X_train, y_train)

# ------------------------------------------------------------------ model
gb = GradientBoostingClassifier(n_estimators=80, max_depth=3, random_state=SEED)
gb.fit(X_train, y_train)
y_pred = gb.predict(X_test)

print("\nWhat we can expect on new customers")
print("Accuracy : %.3f" % accuracy_score(y_test, y_pred))
print("Precision: %.3f" % precision_score(y_test, y_pred))
print("Recall   : %.3f" % recall_score(y_test, y_pred))
print("F1       : %.3f" % f1_score(y_test, y_pred))
print(classification_report(y_test, y_pred))

ConfusionMatrixDisplay.from_predictions(y_test, y_pred, cmap="Greens")
plt.savefig(os.path.join(work_dir, "confusion.png"))
plt.close()

imp = pd.Series(gb.feature_importances_, index=X.columns).sort_values()
imp.plot.barh(figsize=(6, 3), title="Feature importance")
plt.tight_layout()
plt.savefig(os.path.join(work_dir, "importance.png"))
plt.close()
