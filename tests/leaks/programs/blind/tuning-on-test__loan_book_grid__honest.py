# kind: tuning-on-test
# verdict: honest
# why: test scores of all settings are in the table, but the setting is the best of the validation part and its test score is told whatever it is.
# options:
# Loan defaults: try a small grid of forests, keep one, tell the bank what it is worth.
import itertools
import json

import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
LOSS_GIVEN_DEFAULT = 0.55
MARGIN = 0.06

X, y = make_classification(
    n_samples=2400, n_features=14, n_informative=6, n_redundant=2, n_clusters_per_class=2,
    weights=[0.91], flip_y=0.03, class_sep=0.8, random_state=SEED,
)
names = ["income", "debt_ratio", "age", "years_job", "n_cards", "utilisation", "late_30", "late_60",
         "inquiries", "home_value", "term", "rate", "branch_score", "savings"]
loans = pd.DataFrame(X, columns=names)
loans["default"] = y
rng = np.random.default_rng(SEED)
loans["principal"] = np.round(np.exp(rng.normal(9.0, 0.5, len(loans))), -2)

u = rng.random(len(loans))
loans["part"] = np.where(u < 0.55, "train", np.where(u < 0.75, "valid", "test"))
part = {k: g for k, g in loans.groupby("part")}
print(loans.groupby("part")["default"].agg(["size", "sum", "mean"]).round(3), "\n")

board = []
fitted = []
for leaf, share, weight in itertools.product([1, 4, 15], [0.3, 0.7], [None, "balanced"]):
    et = ExtraTreesClassifier(n_estimators=30, min_samples_leaf=leaf, max_features=share,
                              class_weight=weight, random_state=SEED)
    et.fit(part["train"][names], part["train"]["default"])
    line = {"leaf": leaf, "max_features": share, "weight": weight or "none"}
    for where in ("valid", "test"):
        p = et.predict_proba(part[where][names])[:, 1]
        line[f"{where}_ap"] = average_precision_score(part[where]["default"], p)
    board.append(line)
    fitted.append(et)

board = pd.DataFrame(board)
best = board["valid_ap"].idxmax()
keep = fitted[best]

book = part["test"].assign(p=keep.predict_proba(part["test"][names])[:, 1])
book = book.sort_values("p")
granted = book.head(int(0.85 * len(book)))
result = np.where(granted["default"] == 1, -LOSS_GIVEN_DEFAULT, MARGIN) * granted["principal"]
everybody = np.where(book["default"] == 1, -LOSS_GIVEN_DEFAULT, MARGIN) * book["principal"]

print(json.dumps({
    "setting": {k: str(v) for k, v in board.loc[best, ["leaf", "max_features", "weight"]].items()},
    "test_average_precision": round(float(board.loc[best, "test_ap"]), 4),
    "test_auc": round(float(roc_auc_score(book["default"], book["p"])), 4),
    "test_result_85pct_granted": int(result.sum()),
    "test_result_all_granted": int(everybody.sum()),
}, indent=2))
