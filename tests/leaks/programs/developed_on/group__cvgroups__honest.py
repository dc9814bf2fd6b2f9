# kind: group
# verdict: honest
# options: --groups patient_id
# why: StratifiedGroupKFold keeps all the visits of a patient in one fold, and the imputer and the encoder are fitted inside each fold
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0

df = pd.read_csv("patients.csv")
y = df["disease"]
groups = df["patient_id"]
X = df.drop(columns=["disease", "treatment_days", "visit_id", "patient_id"])

cat_cols = ["sex", "ward"]
num_cols = [c for c in X.columns if c not in cat_cols]

preprocess = ColumnTransformer([
    ("num", SimpleImputer(strategy="median"), num_cols),
    ("cat", OneHotEncoder(handle_unknown="ignore"), cat_cols),
])
clf = Pipeline([
    ("prep", preprocess),
    ("rf", RandomForestClassifier(n_estimators=40, class_weight="balanced", random_state=SEED)),
])

cv = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=SEED)
scores = cross_val_score(clf, X, y, groups=groups, cv=cv, scoring="roc_auc")
print("ROC AUC per fold:", scores.round(3))
print(f"Mean ROC AUC: {scores.mean():.4f} +/- {scores.std():.4f}")
