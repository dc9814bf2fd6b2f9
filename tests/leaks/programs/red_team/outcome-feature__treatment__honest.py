# kind: outcome-feature
# verdict: honest
# why: treatment_days is dropped with the identifiers
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import GroupKFold, cross_val_score

SEED = 0
v = pd.read_csv("patients.csv")
X = pd.get_dummies(v.drop(columns=["visit_id", "patient_id", "disease", "treatment_days"]))
print(cross_val_score(DecisionTreeClassifier(max_depth=4, random_state=SEED), X, v.disease, groups=v.patient_id, cv=GroupKFold(4), scoring="balanced_accuracy").mean())
