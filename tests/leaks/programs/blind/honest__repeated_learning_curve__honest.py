# kind: honest
# verdict: honest
# why: every repeat refits a fixed pipeline from scratch on its own training rows, and the test scores at each training size are averaged and printed, never maximised
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.preprocessing import StandardScaler

SEED = 0
SIZES = [0.25, 0.5, 0.75, 1.0]

X, y = make_classification(
    n_samples=1600, n_features=14, n_informative=6, weights=[0.9], flip_y=0.02, random_state=SEED
)


def fresh():
    return make_pipeline(
        StandardScaler(),
        SMOTE(k_neighbors=3, random_state=SEED),
        LogisticRegression(C=0.3),
    )


records = []
splitter = StratifiedShuffleSplit(n_splits=6, test_size=0.3, random_state=SEED)
for repeat, (train, test) in enumerate(splitter.split(X, y)):
    for share in SIZES:
        # indices come shuffled, so a prefix is a random subset of the training rows
        part = train[: int(share * len(train))]
        fitted = fresh().fit(X[part], y[part])
        records.append(
            {
                "repeat": repeat,
                "rows": len(part),
                "test_ap": average_precision_score(y[test], fitted.decision_function(X[test])),
                "test_bacc": balanced_accuracy_score(y[test], fitted.predict(X[test])),
            }
        )

result = pd.DataFrame(records)
curve = result.groupby("rows")[["test_ap", "test_bacc"]].agg(["mean", "std"])
print(curve.round(3).to_string())
full = result[result["rows"] == result["rows"].max()]
print(f"headline AP: {full['test_ap'].mean():.3f} +/- {full['test_ap'].std():.3f}")
print("range over repeats:", round(full["test_ap"].min(), 3), "to", round(full["test_ap"].max(), 3))
