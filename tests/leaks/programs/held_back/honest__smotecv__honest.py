# kind: honest
# verdict: honest
# why: SMOTE is a step of the imblearn pipeline, so each fold resamples its training part and scores untouched rows
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline as ImbPipeline
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_validate
from sklearn.preprocessing import StandardScaler

SEED = 0

X, y = make_classification(
    n_samples=1500, n_features=12, n_informative=5, n_redundant=2, weights=[0.93], class_sep=0.9, flip_y=0.02, random_state=SEED
)
print("positives:", y.sum(), "of", len(y))

pipeline = ImbPipeline(
    steps=[
        ("scaler", StandardScaler()),
        ("smote", SMOTE(random_state=SEED)),
        ("rf", RandomForestClassifier(n_estimators=40, random_state=SEED)),
    ]
)
cv_results = cross_validate(
    pipeline, X, y, cv=5, scoring=["f1", "precision", "recall", "average_precision"], return_train_score=False
)
summary = pd.DataFrame(cv_results).filter(like="test_").agg(["mean", "std"]).T
print(summary.round(3))
