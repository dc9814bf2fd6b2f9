# kind: duplicates
# verdict: honest
# why: the table is drawn without replacement.
import pandas as pd
import numpy as np
from sklearn.ensemble import BaggingClassifier
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from sklearn.metrics import roc_auc_score

SEED = 0
v = pd.read_csv("patients.csv").groupby("patient_id", as_index=False).first()
v = v.sample(n=500, replace=False, random_state=SEED)
v = v.reset_index(drop=True)
cols = ["age"] + [c for c in v if c.startswith("lab")]
a, b = train_test_split(v, test_size=0.4, stratify=v.disease, random_state=SEED)
fill = a[cols].mean()
bag = BaggingClassifier(n_estimators=20, random_state=SEED).fit(a[cols].fillna(fill), a.disease)
print("AUC", round(roc_auc_score(b.disease, bag.predict_proba(b[cols].fillna(fill))[:, 1]), 3))
