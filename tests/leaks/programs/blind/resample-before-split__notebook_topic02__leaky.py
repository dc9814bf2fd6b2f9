# kind: resample-before-split
# verdict: leak
# why: RandomOverSampler copies minority rows before cross-validation, so copies of one row sit in both the training and the held-out folds
"""Handling imbalanced data part 3: random oversampling with cross validation."""
import os
import tempfile
from collections import Counter

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate

SEED = 0
OUT = tempfile.mkdtemp()


def load():
    X, y = make_classification(
        n_samples=1200, n_features=14, n_informative=5, n_redundant=3,
        weights=[0.91], class_sep=0.7, flip_y=0.04, random_state=SEED)
    cols = ["feat_%02d" % i for i in range(X.shape[1])]
    return pd.DataFrame(X, columns=cols), pd.Series(y, name="target")


def plot_counts(y, title, name):
    c = Counter(y)
    plt.figure(figsize=(4, 3))
    plt.bar([str(k) for k in sorted(c)], [c[k] for k in sorted(c)])
    plt.title(title)
    plt.savefig(os.path.join(OUT, name))
    plt.close()


def plot_scores(res, keys):
    plt.figure(figsize=(5, 3))
    plt.boxplot([res["test_" + k] for k in keys])
    plt.xticks(range(1, len(keys) + 1), keys)
    plt.ylim(0, 1.05)
    plt.title("5-fold CV")
    plt.savefig(os.path.join(OUT, "cv.png"))
    plt.close()


X, y = load()
print("Dataset:", X.shape)
print("Original class counts:", Counter(y))
print(X.describe().T[["mean", "std", "min", "max"]].round(2))
plot_counts(y, "original", "orig.png")

scoring = ["accuracy", "f1", "recall", "precision", "roc_auc"]
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
rf = RandomForestClassifier(n_estimators=40, random_state=SEED, n_jobs=1)

# Oversample the minority class to 50/50
ros = RandomOverSampler(random_state=SEED)
X_ros, y_ros = ros.fit_resample(X, y)  # <- leak
print("Resampled class counts:", Counter(y_ros))
plot_counts(y_ros, "after ROS", "ros.png")

results = cross_validate(rf, X_ros, y_ros, cv=cv, scoring=scoring)

print("\nRandom forest + random oversampling")
print("-" * 40)
for s in scoring:
    v = results["test_" + s]
    print("%-10s %.3f (+/- %.3f)" % (s, np.mean(v), np.std(v)))

plot_scores(results, scoring)
table = pd.DataFrame({s: results["test_" + s] for s in scoring})
table.index = ["fold %d" % (i + 1) for i in range(len(table))]
print(table.round(3))
