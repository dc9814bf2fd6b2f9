# kind: tuning-on-test
# verdict: honest
# why: forward selection adds columns by the AUC of the validation rows, and the AUC of the final set is computed once on the test rows.
import numpy as np
import pandas as pd
from scipy.stats import rankdata

SEED = 0
rng = np.random.default_rng(SEED)


def auc(label, score):
    r = rankdata(score)
    n1 = int(label.sum())
    n0 = len(label) - n1
    return (r[label == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)


class ForwardLDA:
    """Linear discriminant on greedily added columns."""

    def __init__(self, max_cols=6):
        self.max_cols = max_cols

    @staticmethod
    def direction(frame, label):
        a = frame[label == 1].to_numpy()
        b = frame[label == 0].to_numpy()
        pooled = np.atleast_2d(np.cov(np.vstack([a - a.mean(0), b - b.mean(0)]).T))
        return np.linalg.solve(pooled + 1e-6 * np.eye(len(pooled)), a.mean(0) - b.mean(0))

    def try_cols(self, cols, A, ya, B, yb):
        return auc(yb, B[cols].to_numpy() @ self.direction(A[cols], ya))

    def select(self, A, ya, B, yb):
        self.cols, best = [], 0.5
        while len(self.cols) < self.max_cols:
            gains = pd.Series({c: self.try_cols(self.cols + [c], A, ya, B, yb) for c in A.columns.difference(self.cols)})
            if gains.max() <= best:
                break
            best = gains.max()
            self.cols.append(gains.idxmax())
        return self


n = 1500
y = (rng.random(n) < 0.08).astype(int)
X = pd.DataFrame(rng.normal(size=(n, 20)), columns=[f"v{i:02d}" for i in range(20)])
X.loc[y == 1, ["v03", "v11", "v17"]] += [0.8, -0.6, 0.5]

is_test = np.arange(n) >= 1050
is_val = (np.arange(n) >= 600) & ~is_test
fit_rows = ~(is_test | is_val)

sel = ForwardLDA().select(X[fit_rows], y[fit_rows], X[is_val], y[is_val])
print("columns:", sel.cols)
print("test AUC:", round(sel.try_cols(sel.cols, X[fit_rows], y[fit_rows], X[is_test], y[is_test]), 4))
