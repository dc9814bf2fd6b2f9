# kind: group
# verdict: honest
# options: --groups patient_id
# why: StratifiedGroupKFold keeps all visits of a patient in one fold
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.metrics import roc_auc_score
import numpy as np

SEED = 0
v = pd.read_csv("patients.csv")
cols = [c for c in v.columns if c not in ("visit_id", "patient_id", "sex", "ward", "treatment_days", "disease")]
oof = np.zeros(len(v))
for a, b in StratifiedGroupKFold(4, shuffle=True, random_state=SEED).split(v, v.disease, v.patient_id):
    rf = RandomForestClassifier(30, min_samples_leaf=2, random_state=SEED).fit(v.loc[a, cols], v.loc[a, "disease"])
    oof[b] = rf.predict_proba(v.loc[b, cols])[:, 1]
print("out-of-fold AUC", roc_auc_score(v.disease, oof))
