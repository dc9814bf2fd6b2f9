# kind: tuning-on-test
# verdict: honest
# why: the tree settings are compared by cross-validation inside the training part and the winner is tested once
# Hyperparameter search for a decision tree - employee attrition style data
import os
import tempfile
import itertools
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.datasets import make_classification
from sklearn.metrics import f1_score, classification_report, confusion_matrix, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline

SEED = 0
plots = tempfile.mkdtemp()

X, y = make_classification(n_samples=1500, n_features=16, n_informative=6, n_redundant=3,
                           weights=[0.86], class_sep=0.7, flip_y=0.05, random_state=SEED)
df = pd.DataFrame(X, columns=["x" + str(i) for i in range(16)])
df["attrition"] = y
print(df.shape)
print(df["attrition"].value_counts())

df[["x0", "x1", "x2", "x3"]].hist(figsize=(7, 5), bins=30)
plt.savefig(os.path.join(plots, "hist.png"))
plt.close("all")

y = df["attrition"]
X = df.drop("attrition", axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
print("train", X_train.shape, "test", X_test.shape)

# ---- try all combinations ----
depths = [2, 4, 6, None]
leaves = [1, 10, 25]
skf = StratifiedKFold(n_splits=3, shuffle=True, random_state=SEED)
best_score, best_params = -1, None
history = []
for depth, leaf in itertools.product(depths, leaves):
    pipe = make_pipeline(
        SMOTE(random_state=SEED),
        DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, random_state=SEED))
    score = cross_val_score(pipe, X_train, y_train, cv=skf, scoring="f1").mean()
    history.append((str(depth), leaf, score))
    if score > best_score:
        best_score, best_params = score, (depth, leaf)
        print("new best: depth=%s leaf=%s f1=%.3f" % (depth, leaf, score))

hist = pd.DataFrame(history, columns=["depth", "leaf", "f1"])
grid = hist.pivot(index="depth", columns="leaf", values="f1")
print(grid.round(3))
plt.figure(figsize=(4, 4))
plt.imshow(grid.values, cmap="viridis")
plt.xticks(range(grid.shape[1]), grid.columns)
plt.yticks(range(grid.shape[0]), grid.index)
plt.colorbar()
plt.title("F1 of the tree")
plt.savefig(os.path.join(plots, "grid.png"))
plt.close()

# ---- final model ----
print("Best parameters: max_depth=%s, min_samples_leaf=%s" % best_params)
final = make_pipeline(
    SMOTE(random_state=SEED),
    DecisionTreeClassifier(max_depth=best_params[0], min_samples_leaf=best_params[1], random_state=SEED))
final.fit(X_train, y_train)
pred = final.predict(X_test)
prob = final.predict_proba(X_test)[:, 1]
print(classification_report(y_test, pred))
print(confusion_matrix(y_test, pred))
print("Final test F1 : %.3f" % f1_score(y_test, pred))
print("Final test AUC: %.3f" % roc_auc_score(y_test, prob))
