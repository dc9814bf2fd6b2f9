# kind: group
# verdict: leak
# options: --groups patient_id
# why: visits of one patient fall into both parts
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score
import numpy as np

SEED = 0
v = pd.read_csv("patients.csv")
cols = [c for c in v.columns if c not in ("visit_id", "patient_id", "sex", "ward", "treatment_days", "disease")]
oof = np.zeros(len(v))
for a, b in StratifiedKFold(4, shuffle=True, random_state=SEED).split(v, v.disease):  # <- leak
    rf = RandomForestClassifier(30, min_samples_leaf=2, random_state=SEED).fit(v.loc[a, cols], v.loc[a, "disease"])
    oof[b] = rf.predict_proba(v.loc[b, cols])[:, 1]
print("out-of-fold AUC", roc_auc_score(v.disease, oof))
