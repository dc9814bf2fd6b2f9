# kind: honest
# verdict: honest
# why: threshold from a validation part, printed beside a whole test curve which is only drawn
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import (average_precision_score, confusion_matrix, f1_score, precision_recall_curve, roc_curve, auc)
from sklearn.model_selection import train_test_split

SEED = 0
X, y = make_classification(3000, 15, n_informative=5, weights=[.94], flip_y=.02, random_state=SEED)
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
X_tr, X_va, y_tr, y_va = train_test_split(X_dev, y_dev, test_size=.3, stratify=y_dev, random_state=SEED)
rf = RandomForestClassifier(50, random_state=SEED).fit(X_tr, y_tr)

pr, rc, th = precision_recall_curve(y_va, rf.predict_proba(X_va)[:, 1])
f1 = 2 * pr * rc / np.maximum(pr + rc, 1e-12)
t = th[np.argmax(f1[:-1])]
print("threshold", t, "validation F1", f1.max())

s = rf.predict_proba(X_test)[:, 1]
print("test F1", f1_score(y_test, s >= t))
print(confusion_matrix(y_test, s >= t))

P, R, T = precision_recall_curve(y_test, s)
fpr, tpr, _ = roc_curve(y_test, s)
fig, ax = plt.subplots(1, 3, figsize=(12, 4))
ax[0].plot(R, P, label=f"AP {average_precision_score(y_test, s):.2f}")
ax[1].plot(fpr, tpr, label=f"AUC {auc(fpr, tpr):.2f}")
ax[2].plot(T, P[:-1], label="precision")
ax[2].plot(T, R[:-1], label="recall")
ax[2].axvline(t, ls=":")
for a in ax:
    a.legend()
fig.savefig("curves.png")
