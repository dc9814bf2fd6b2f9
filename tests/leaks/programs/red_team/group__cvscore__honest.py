# kind: group
# verdict: honest
# options: --groups patient_id
# why: StratifiedGroupKFold keeps the visits of a patient in one fold.
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0

table = pd.read_csv("patients.csv")
y = table["disease"]
who = table["patient_id"]
X = table.drop(columns=["disease", "patient_id", "visit_id", "treatment_days"])
text = ["sex", "ward"]
prep = ColumnTransformer([
    ("cat", OneHotEncoder(handle_unknown="ignore"), text),
    ("num", SimpleImputer(strategy="median"), [c for c in X.columns if c not in text]),
])
pipe = Pipeline([("prep", prep), ("trees", ExtraTreesClassifier(40, min_samples_leaf=2, random_state=SEED))])
folds = StratifiedGroupKFold(5, shuffle=True, random_state=SEED)
scores = cross_val_score(pipe, X, y, groups=who, cv=folds, scoring="average_precision")
print(f"AP {scores.mean():.3f} (sd {scores.std():.3f})")
