# kind: honest
# verdict: honest
# why: the target encoder is hand-made, out of fold on the fit part and full-fit-part for others; the cutoff is set on a separate validation part
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import StratifiedKFold, train_test_split

SEED = 0


class FoldTargetEncoder:
    def __init__(self, column, folds=5, smooth=8.0):
        self.column, self.folds, self.smooth = column, folds, smooth

    def _table(self, categories, y):
        prior = y.mean()
        stats = y.groupby(categories).agg(["sum", "count"])
        return (stats["sum"] + self.smooth * prior) / (stats["count"] + self.smooth), prior

    def fit_transform(self, X, y):
        encoded = pd.Series(np.nan, index=X.index)
        kf = StratifiedKFold(self.folds, shuffle=True, random_state=SEED)
        for inside, outside in kf.split(X, y):
            table, prior = self._table(X[self.column].iloc[inside], y.iloc[inside])
            values = X[self.column].iloc[outside].map(table).fillna(prior)
            encoded.iloc[outside] = values.to_numpy()
        self.table_, self.prior_ = self._table(X[self.column], y)
        return X.assign(**{self.column: encoded})

    def transform(self, X):
        return X.assign(**{self.column: X[self.column].map(self.table_).fillna(self.prior_)})


def claims(n=2400):
    rng = np.random.default_rng(SEED)
    town_effect = rng.normal(0, 1.0, 120)
    town = rng.integers(0, 120, n)
    x = rng.normal(size=n)
    z = -3.0 + town_effect[town] + 0.9 * x
    X = pd.DataFrame({"town": [f"T{t}" for t in town], "x": x})
    return X, pd.Series((rng.random(n) < 1 / (1 + np.exp(-z))).astype(int))


X, y = claims()
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
X_fit, X_val, y_fit, y_val = train_test_split(
    X_rest, y_rest, test_size=0.25, stratify=y_rest, random_state=SEED
)

enc = FoldTargetEncoder("town")
model = LogisticRegression(class_weight="balanced").fit(enc.fit_transform(X_fit, y_fit), y_fit)

val = model.predict_proba(enc.transform(X_val))[:, 1]
grid = np.linspace(0.2, 0.9, 36)
cut = grid[np.argmax([f1_score(y_val, val >= t, zero_division=0) for t in grid])]

score = model.predict_proba(enc.transform(X_test))[:, 1]
unseen = ~X_test["town"].isin(enc.table_.index)
print("towns new at test time:", int(unseen.sum()))
print(f"validation cutoff {cut:.2f}")
print(f"test AP {average_precision_score(y_test, score):.3f}  F1 {f1_score(y_test, score >= cut):.3f}")
