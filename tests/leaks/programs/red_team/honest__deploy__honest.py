# kind: honest
# verdict: honest
# why: the test score is reported first; the refit on all rows afterwards scores nothing but new customers without labels.
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0


def evaluate(model, X, y):
    a, b, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
    m = clone(model).fit(a, ya)
    return average_precision_score(yb, m.predict_proba(b)[:, 1])


def main():
    d = pd.read_csv("churn.csv")
    y = d["churned"].eq("yes").to_numpy()
    X = d[["tenure", "monthly_charges", "calls", "minutes", "score_b"]]
    model = HistGradientBoostingClassifier(max_iter=30, random_state=SEED)
    print("expected AP", round(evaluate(model, X, y), 3))
    final = clone(model).fit(X, y)
    new = X.sample(200, random_state=SEED) + np.array([1, 0, 0, 5, 0])
    risk = pd.Series(final.predict_proba(new)[:, 1], name="risk")
    risk.nlargest(20).to_csv("call_list.csv")
    print("customers to call:", int((risk > 0.3).sum()))


main()
