# kind: honest
# verdict: honest
# why: in every hand-made fold the imputation means, scaling and SMOTE are learned from that fold's training rows, and the lists of scores are just averaged.
# Cross validation "by hand" so that one sees what happens in each fold
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import tempfile
from sklearn.datasets import make_classification
from sklearn.model_selection import StratifiedKFold
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.svm import SVC
from sklearn.metrics import f1_score, recall_score, precision_score, roc_auc_score, confusion_matrix
from imblearn.over_sampling import SMOTE

SEED = 0
np.random.seed(SEED)

X, y = make_classification(n_samples=1400, n_features=12, n_informative=5, n_redundant=2,
                           weights=[0.92, 0.08], class_sep=0.9, flip_y=0.01, random_state=SEED)
# knock out a few cells
holes = np.random.rand(*X.shape) < 0.02
X[holes] = np.nan

print("X", X.shape, "positives", y.sum(), "rate %.3f" % y.mean())
print("NaN per column:", np.isnan(X).sum(axis=0))
print("column means  :", np.nanmean(X, axis=0).round(2))
print("column stds   :", np.nanstd(X, axis=0).round(2))

plt.figure(figsize=(5, 4))
plt.scatter(X[:, 0], X[:, 1], c=y, s=6, cmap="coolwarm")
plt.title("first two columns")
plt.savefig(tempfile.mkdtemp() + "/scatter.png", dpi=50)
plt.close()


def get_models():
    return [
        ("logreg", LogisticRegression(max_iter=500)),
        ("svm", SVC(C=1.0, kernel="rbf")),
        ("gbm", GradientBoostingClassifier(n_estimators=25, max_depth=3, random_state=SEED)),
    ]


f1s = {name: [] for name, _ in get_models()}
recalls = {name: [] for name, _ in get_models()}
precisions = {name: [] for name, _ in get_models()}
aucs = {name: [] for name, _ in get_models()}
cms = {name: np.zeros((2, 2), dtype=int) for name, _ in get_models()}

kf = StratifiedKFold(n_splits=4, shuffle=True, random_state=SEED)
fold = 0
for tr_idx, te_idx in kf.split(X, y):
    fold += 1
    X_tr, X_te = X[tr_idx].copy(), X[te_idx].copy()
    y_tr, y_te = y[tr_idx], y[te_idx]

    # fill the holes with the mean of the training rows of this fold
    col_mean = np.nanmean(X_tr, axis=0)
    for j in range(X.shape[1]):
        X_tr[np.isnan(X_tr[:, j]), j] = col_mean[j]
        X_te[np.isnan(X_te[:, j]), j] = col_mean[j]

    # standardise
    mu = X_tr.mean(axis=0)
    sd = X_tr.std(axis=0)
    X_tr = (X_tr - mu) / sd
    X_te = (X_te - mu) / sd

    # oversample the minority of the training rows
    X_bal, y_bal = SMOTE(random_state=SEED + fold).fit_resample(X_tr, y_tr)
    print("fold %d: train %d (pos %d) -> %d after smote, test %d (pos %d)" % (
        fold, len(y_tr), y_tr.sum(), len(y_bal), len(y_te), y_te.sum()))

    for name, model in get_models():
        model.fit(X_bal, y_bal)
        pred = model.predict(X_te)
        if hasattr(model, "predict_proba"):
            score = model.predict_proba(X_te)[:, 1]
        else:
            score = model.decision_function(X_te)
        f1s[name].append(f1_score(y_te, pred))
        recalls[name].append(recall_score(y_te, pred))
        precisions[name].append(precision_score(y_te, pred))
        aucs[name].append(roc_auc_score(y_te, score))
        cms[name] += confusion_matrix(y_te, pred)

print()
print("%-8s %-16s %-16s %-16s %-16s" % ("model", "f1", "recall", "precision", "auc"))
for name in f1s:
    line = "%-8s " % name
    for lst in (f1s[name], recalls[name], precisions[name], aucs[name]):
        line += "%.3f (+-%.3f)  " % (np.mean(lst), np.std(lst))
    print(line)

for name in cms:
    print(name, "summed confusion matrix")
    print(cms[name])

plt.figure(figsize=(5, 3))
plt.boxplot([f1s[n] for n in f1s])
plt.xticks(range(1, len(f1s) + 1), list(f1s))
plt.ylabel("F1 per fold")
plt.savefig(tempfile.mkdtemp() + "/box.png", dpi=50)
plt.close()
