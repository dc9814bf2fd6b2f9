# kind: tuning-on-test
# verdict: honest
# options: --groups patient_id
# why: nested cross-validation with groups in both loops
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.preprocessing import StandardScaler

SEED = 0
visits = pd.read_csv("patients.csv")
groups = visits.patient_id.values
X = pd.concat([visits[["age", "bmi"]], visits.filter(like="lab"), pd.get_dummies(visits[["sex", "ward"]], dtype=float)], axis=1)
y = visits.disease.values
outer = StratifiedGroupKFold(4, shuffle=True, random_state=SEED)
scores = []
for k, (a, b) in enumerate(outer.split(X, y, groups)):
    pipe = Pipeline([("imp", SimpleImputer(strategy="median", add_indicator=True)), ("sc", StandardScaler()),
                     ("smote", SMOTE(random_state=SEED)), ("lr", LogisticRegression(max_iter=500))])
    search = GridSearchCV(pipe, {"lr__C": [0.01, 0.1, 1], "smote__sampling_strategy": [0.3, 1.0]}, scoring="average_precision",
                          cv=StratifiedGroupKFold(3, shuffle=True, random_state=SEED))
    search.fit(X.iloc[a], y[a], groups=groups[a])
    scores.append(average_precision_score(y[b], search.predict_proba(X.iloc[b])[:, 1]))
    print(k, search.best_params_, round(scores[-1], 3))
print("nested AP %.3f +- %.3f (min %.3f .. max %.3f)" % (np.mean(scores), np.std(scores), min(scores), max(scores)))
