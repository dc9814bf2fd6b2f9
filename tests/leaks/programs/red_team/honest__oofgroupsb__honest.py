# kind: honest
# verdict: honest
# options: --groups patient_id
# why: whole patients are held out; the OOF array is filled fold by fold with imputation from the training fold
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold

SEED = 0
df = pd.read_csv("patients.csv")
y = df["disease"].to_numpy()
groups = df["patient_id"].to_numpy()
X = pd.get_dummies(df.drop(columns=["visit_id", "patient_id", "treatment_days", "disease"]), columns=["sex", "ward"], dtype=float)
X["n_missing"] = X.isna().sum(axis=1)
oof = np.zeros(len(y))
ranks = np.zeros(len(y))
for fold, (tr, te) in enumerate(GroupKFold(n_splits=4).split(X, y, groups)):
    med = X.iloc[tr].median()
    A, B = X.iloc[tr].fillna(med), X.iloc[te].fillna(med)
    m = GradientBoostingClassifier(n_estimators=30, subsample=.7, random_state=SEED).fit(A, y[tr])
    oof[te] = m.predict_proba(B)[:, 1]

    print("fold", fold, "AP", round(average_precision_score(y[te], oof[te]), 3), "patients", len(set(groups[te])))
print("OOF AP", average_precision_score(y, oof), "OOF AUC", roc_auc_score(y, oof))
