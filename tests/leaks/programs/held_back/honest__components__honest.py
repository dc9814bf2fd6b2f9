# kind: honest
# verdict: honest
# why: scaler and PCA are steps of a pipeline that is cloned and fitted on the training rows of every hand-made fold
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
K = 5


def folds_by_class(y, k, rng):
    fold = np.empty(len(y), dtype=int)
    for value in np.unique(y):
        where = rng.permutation(np.flatnonzero(y == value))
        fold[where] = np.arange(len(where)) % k
    return fold


digits = load_digits()
X, y = digits.data, (digits.target == 8).astype(int)

recipe = make_pipeline(StandardScaler(), PCA(n_components=20, svd_solver="full"), LinearDiscriminantAnalysis())
fold = folds_by_class(y, K, np.random.default_rng(SEED))
aucs = []
for j in range(K):
    model = clone(recipe).fit(X[fold != j], y[fold != j])
    aucs.append(roc_auc_score(y[fold == j], model.predict_proba(X[fold == j])[:, 1]))
    kept = model.named_steps["pca"].explained_variance_ratio_.sum()
    print(f"fold {j}: {np.sum(fold == j)} rows, variance kept {kept:.2f}, AUC {aucs[-1]:.3f}")
print("mean AUC", round(float(np.mean(aucs)), 3))
