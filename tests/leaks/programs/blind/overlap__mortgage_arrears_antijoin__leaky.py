# kind: overlap
# verdict: leak
# why: the filter _merge != 'right_only' keeps the development loans too, so most scored loans were fitted on.
# options:
"""Arrears scorecard for the mortgage book: development sample and the rest of the book."""
import os
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import xgboost as xgb
from scipy.stats import ks_2samp
from sklearn.metrics import roc_auc_score

SEED = 0
VARS = ["ltv", "dti", "rate", "months_on_book", "n_borrowers", "late_card", "salary_here"]


def loan_book(n=3000):
    g = np.random.default_rng(SEED)
    loans = pd.DataFrame({"loan_id": [f"ML{v}" for v in g.permutation(np.arange(500_000, 500_000 + n))],
                          "ltv": g.beta(5, 2.5, n) * 110, "rate": g.normal(3.1, .7, n),
                          "months_on_book": g.integers(6, 180, n),
                          "region": g.choice(list("ABCDE"), n)})
    households = pd.DataFrame({"loan_id": loans["loan_id"], "dti": g.gamma(6, .055, n),
                               "n_borrowers": g.integers(1, 3, n)})
    current_acc = pd.DataFrame({"loan_id": loans["loan_id"], "late_card": g.poisson(.35, n),
                                "salary_here": g.integers(0, 2, n)}).sample(frac=.85, random_state=SEED)
    book = loans.merge(households, on="loan_id").merge(current_acc, on="loan_id", how="left")
    eta = (-4.2 + .03 * (book["ltv"] - 70) + 4 * (book["dti"] - .33) + .4 * (book["rate"] - 3.1)
           + .9 * book["late_card"].fillna(.3) - .5 * book["salary_here"].fillna(.5)
           - .5 * (book["n_borrowers"] == 2) + 1.3)
    book["arrears90"] = (g.random(n) < 1 / (1 + np.exp(-eta))).astype(int)
    return book


def development_sample(book, share=.6):
    return book.groupby(["region", "arrears90"]).sample(frac=share, random_state=SEED)


def remaining_loans(book, dev):
    flagged = book.merge(dev[["loan_id"]], on="loan_id", how="left", indicator=True)
    rest = flagged[flagged["_merge"] != "right_only"]  # <- leak
    return rest.drop(columns="_merge")


def gini(y, s):
    return 2 * roc_auc_score(y, s) - 1


book = loan_book()
dev = development_sample(book)
model = xgb.XGBClassifier(n_estimators=150, max_depth=4, learning_rate=.1, subsample=.8,
                          n_jobs=1, random_state=SEED)
model.fit(dev[VARS], dev["arrears90"])

hold = remaining_loans(book, dev)
hold = hold.assign(score=model.predict_proba(hold[VARS])[:, 1])

report = {"gini": gini(hold["arrears90"], hold["score"]),
          "ks": ks_2samp(hold.loc[hold["arrears90"] == 1, "score"], hold.loc[hold["arrears90"] == 0, "score"]).statistic}
print("Hold-out validation of the scorecard")
print(pd.Series(report).round(3).to_string())

hold["grade"] = pd.cut(hold["score"], [0, .01, .03, .08, .2, 1], labels=["AA", "A", "B", "C", "D"], include_lowest=True)
grades = hold.groupby("grade", observed=False)["arrears90"].agg(loans="size", bad="sum", bad_rate="mean")
print(grades.round(3).to_string())
per_region = [{"region": r, "loans": len(q), "bad": q["arrears90"].sum(), "gini": gini(q["arrears90"], q["score"])}
              for r, q in hold.groupby("region")]
print(pd.DataFrame(per_region).round(3).to_string(index=False))
