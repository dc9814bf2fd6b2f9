# kind: honest
# verdict: honest
# why: Genes are picked with their labels and synthetic knockoff columns are made, which looks like selection on everything, but covariance, knockoffs, picking and fitting are redone inside the training part of each holdout.
# options: --target relapse
import warnings

import numpy as np
import pandas as pd
from sklearn.covariance import LedoitWolf
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.preprocessing import StandardScaler

SEED = 0
warnings.filterwarnings("ignore")


class KnockoffClassifier:
    """Second-order Gaussian knockoffs, L1 path statistic, ridge refit on the kept genes."""

    def __init__(self, q=0.3, at_least=8, rng=None):
        self.q, self.at_least, self.rng = q, at_least, rng

    def _knockoffs(self, Z):
        sigma = LedoitWolf(assume_centered=True).fit(Z).covariance_
        lam = np.linalg.eigvalsh(sigma)[0]
        s = min(2 * lam, np.diag(sigma).min()) * 0.95
        inv_s = s * np.linalg.inv(sigma)
        mean = Z - Z @ inv_s
        cov = 2 * s * np.eye(len(sigma)) - s * inv_s
        w, v = np.linalg.eigh((cov + cov.T) / 2)
        root = v * np.sqrt(np.clip(w, 0, None))
        return mean + self.rng.standard_normal(Z.shape) @ root.T

    def _threshold(self, W):
        for t in np.sort(np.abs(W[W != 0])):
            if (1 + (W <= -t).sum()) / max(1, (W >= t).sum()) <= self.q:
                return t
        return np.inf

    def fit(self, X, y):
        self.scale_ = StandardScaler().fit(X)
        Z = self.scale_.transform(X)
        both = np.hstack([Z, self._knockoffs(Z)])
        lasso = LogisticRegression(l1_ratio=1, C=0.15, solver="liblinear", class_weight="balanced",
                                   random_state=SEED).fit(both, y)
        b = np.abs(lasso.coef_[0])
        W = b[: Z.shape[1]] - b[Z.shape[1]:]
        kept = np.flatnonzero(W >= self._threshold(W))
        if len(kept) < self.at_least:
            kept = np.argsort(-W)[: self.at_least]
        self.genes_ = kept
        self.ridge_ = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
        self.ridge_.fit(Z[:, self.genes_], y)
        return self

    def score_rows(self, X):
        return self.ridge_.decision_function(self.scale_.transform(X)[:, self.genes_])


def main():
    frame = pd.read_csv("genes.csv")
    y = frame.pop("relapse").to_numpy()
    X = frame.to_numpy()
    rng = np.random.default_rng(SEED)
    chosen = np.zeros(X.shape[1], dtype=int)
    results = []
    holdouts = StratifiedShuffleSplit(n_splits=10, test_size=0.3, random_state=SEED)
    for train, test in holdouts.split(X, y):
        clf = KnockoffClassifier(rng=rng).fit(X[train], y[train])
        s = clf.score_rows(X[test])
        results.append((roc_auc_score(y[test], s), average_precision_score(y[test], s), len(clf.genes_)))
        chosen[clf.genes_] += 1
    auc, ap, size = np.array(results).T
    print(f"10 holdouts of {len(test)} patients, prevalence {y.mean():.2f}")
    print(f"ROC AUC {auc.mean():.3f} (sd {auc.std(ddof=1):.3f})")
    print(f"average precision {ap.mean():.3f} (sd {ap.std(ddof=1):.3f})")
    print(f"genes kept: median {np.median(size):.0f}")
    often = np.argsort(-chosen)[:8]
    print("picked most often:", ", ".join(f"{frame.columns[g]} ({chosen[g]}x)" for g in often))


if __name__ == "__main__":
    main()
