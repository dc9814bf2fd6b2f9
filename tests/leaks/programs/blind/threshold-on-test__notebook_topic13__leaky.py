# kind: threshold-on-test
# verdict: leak
# why: the cut-off with the best F1 is picked on the test labels and the F1 at that cut-off is reported on the same test rows
"""Moving the decision threshold for imbalanced classification (blog post code)"""
import os
import tempfile
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (average_precision_score, confusion_matrix, f1_score,
                             precision_recall_curve, precision_score, recall_score)
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
img_dir = tempfile.mkdtemp()

# 1. data ------------------------------------------------------------------
X, y = make_classification(n_samples=2000, n_features=18, n_informative=5, n_redundant=4,
                           n_clusters_per_class=2, weights=[0.94], class_sep=0.8,
                           flip_y=0.03, random_state=SEED)
print("samples:", X.shape[0], "features:", X.shape[1])
print("positives: %d (%.1f %%)" % (y.sum(), 100 * y.mean()))

# 2. train / validation / test ----------------------------------------------
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.3, stratify=y_rest,
                                                  random_state=SEED)
for name, part in [("train", y_train), ("val", y_val), ("test", y_test)]:
    print("%-6s n=%4d  pos=%3d" % (name, len(part), part.sum()))

# 3. scale and oversample -----------------------------------------------------
scaler = StandardScaler().fit(X_train)
X_train_s = scaler.transform(X_train)
X_val_s = scaler.transform(X_val)
X_test_s = scaler.transform(X_test)
X_sm, y_sm = SMOTE(random_state=SEED).fit_resample(X_train_s, y_train)
print("after SMOTE:", np.bincount(y_sm))

# 4. model ----------------------------------------------------------------------
clf = LogisticRegression(max_iter=1000, random_state=SEED)
clf.fit(X_sm, y_sm)
p_val = clf.predict_proba(X_val_s)[:, 1]
p_test = clf.predict_proba(X_test_s)[:, 1]
print("AP on validation: %.3f" % average_precision_score(y_val, p_val))


# 5. threshold --------------------------------------------------------------------
def best_threshold(y_true, proba):
    prec, rec, thr = precision_recall_curve(y_true, proba)
    f1 = 2 * prec[:-1] * rec[:-1] / np.maximum(prec[:-1] + rec[:-1], 1e-12)
    k = int(np.argmax(f1))
    plt.figure(figsize=(5, 3))
    plt.plot(thr, f1)
    plt.axvline(thr[k], color="red", ls="--")
    plt.xlabel("threshold")
    plt.ylabel("F1")
    plt.tight_layout()
    plt.savefig(os.path.join(img_dir, "f1_threshold.png"))
    plt.close()
    return thr[k]


threshold = best_threshold(y_test, p_test)  # <- leak
print("best threshold: %.3f" % threshold)

# 6. results ------------------------------------------------------------------------
y_pred = (p_test >= threshold).astype(int)
print("\nLogistic regression with the tuned threshold, test set")
print("precision %.3f" % precision_score(y_test, y_pred))
print("recall    %.3f" % recall_score(y_test, y_pred))
print("f1        %.3f" % f1_score(y_test, y_pred))
cm = confusion_matrix(y_test, y_pred)
print(cm)
plt.figure(figsize=(3, 3))
plt.imshow(cm, cmap="Oranges")
plt.title("threshold = %.2f" % threshold)
plt.savefig(os.path.join(img_dir, "cm.png"))
plt.close()
