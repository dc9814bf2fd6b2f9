# kind: feature-selection
# verdict: honest
# why: A hand-written chi2 ranking against the label is redone in every fold on the training rows only, like the scaler and SMOTE in the pipeline.
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

SEED = 0
rng = np.random.default_rng(SEED)


def make_arrays(n=1000, n_genes=400):
    genes = pd.DataFrame(rng.normal(size=(n, n_genes)), columns=[f"g{j:03d}" for j in range(n_genes)])
    logit = -2.4 + 0.8 * genes["g000"] - 0.7 * genes["g001"]
    relapse = pd.Series((rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int), name="relapse")
    return genes, relapse


def chi2_by_hand(X, y):
    """Chi-square statistic of (above the median, label) for each column."""
    high = (X > X.median()).to_numpy().astype(float)
    label = np.column_stack([y == 0, y == 1]).astype(float)
    total = 0.0
    for level in (high, 1.0 - high):
        observed = label.T @ level
        expected = np.outer(label.mean(axis=0), level.sum(axis=0))
        total = total + ((observed - expected) ** 2 / expected).sum(axis=0)
    return pd.Series(total, index=X.columns)


def kfold_ids(n, k):
    return np.array_split(rng.permutation(n), k)


X, y = make_arrays()
result = {}
for fold, te in enumerate(kfold_ids(len(X), 5)):
    tr = np.setdiff1d(np.arange(len(X)), te)
    X_tr, X_te, y_tr, y_te = X.iloc[tr], X.iloc[te], y.iloc[tr], y.iloc[te]
    chosen = chi2_by_hand(X_tr, y_tr).nlargest(20).index
    model = make_pipeline(StandardScaler(), SMOTE(random_state=SEED), LogisticRegression(C=0.5))
    model.fit(X_tr[chosen], y_tr)
    result[fold] = roc_auc_score(y_te, model.predict_proba(X_te[chosen])[:, 1])
print(pd.Series(result, name="auc").agg(["mean", "std"]).round(3).to_dict())
