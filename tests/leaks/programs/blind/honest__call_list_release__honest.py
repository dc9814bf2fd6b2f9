# kind: honest
# verdict: honest
# why: the model is fitted on all customers at the end for the call list, but the reported test score was computed before from a model that saw only training rows.
# options:
import copy

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

SEED = 0


class ChurnScorecard:
    """Linear scorecard with its own cleaning; fit() may be called again for a release."""

    numeric = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
    contracts = ["monthly", "one year", "two years"]
    plans = ["basic", "plus", "max"]

    def __init__(self, C=0.5):
        self.C = C
        self.n_fitted = 0

    def _design(self, df):
        num = df[self.numeric].fillna(self.median_)
        num = (num - self.mean_) / self.std_
        num["calls_sq"] = num["calls"] ** 2
        for c in self.contracts[1:]:
            num["contract " + c] = df["contract"].eq(c).astype(float)
        for p in self.plans[1:]:
            num["plan " + p] = df["plan"].eq(p).astype(float)
        return num

    def fit(self, df, y):
        self.median_ = df[self.numeric].median()
        full = df[self.numeric].fillna(self.median_)
        self.mean_, self.std_ = full.mean(), full.std()
        self.lr_ = LogisticRegression(C=self.C, max_iter=500).fit(self._design(df), y)
        self.n_fitted = len(df)
        return self

    def score_rows(self, df):
        return pd.Series(self.lr_.predict_proba(self._design(df))[:, 1], index=df.index)


def ks_stat(y, s):
    order = np.argsort(s.to_numpy())
    y = y.to_numpy()[order]
    return np.abs(np.cumsum(y) / y.sum() - np.cumsum(1 - y) / (1 - y).sum()).max()


def auc(y, s):
    r = s.rank()
    n1, n0 = y.sum(), (1 - y).sum()
    return (r[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)


def offer_value(df, y, s, top=0.1, offer=10.0, kept=0.3, months=6):
    pick = s.nlargest(int(len(s) * top)).index
    return float((y[pick] * kept * months * df.loc[pick, "monthly_charges"] - offer).sum())


data = pd.read_csv("churn.csv").drop_duplicates("customerID").set_index("customerID")
data = data[data["monthly_charges"] > 0]
label = (data.pop("churned") == "yes").astype(int)
data = data.drop(columns=["exit_survey", "city"])

shuffled = data.sample(frac=1.0, random_state=SEED).index
n_test = len(shuffled) // 4
test_ids, train_ids = shuffled[:n_test], shuffled[n_test:]

card = ChurnScorecard().fit(data.loc[train_ids], label.loc[train_ids])
report = pd.DataFrame(index=["auc", "ks", "offer value"])
for name, ids in {"train": train_ids, "test": test_ids}.items():
    s = card.score_rows(data.loc[ids])
    report[name] = [auc(label[ids], s), ks_stat(label[ids], s), offer_value(data.loc[ids], label[ids], s)]
print(report.round(3).to_string())

release = copy.copy(card).fit(data, label)
everyone = release.score_rows(data)
calls = everyone.nlargest(25)
print(f"\nrelease fitted on {release.n_fitted} customers; first of the call list: {', '.join(calls.index[:5])}")
print("test AUC of the scorecard (before the release fit): %.3f" % report.loc["auc", "test"])
