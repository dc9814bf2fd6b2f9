# kind: outcome-feature
# verdict: leak
# options: --not-at-prediction treatment_days
# why: the days of treatment, which follow the diagnosis, stay among the numeric columns.
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

SEED = 0
p = pd.read_csv("patients.csv", index_col="visit_id")
features = p.select_dtypes("number").columns.difference(["patient_id", "disease"])  # <- leak
i, j = next(GroupShuffleSplit(1, test_size=0.3, random_state=SEED).split(p, groups=p["patient_id"]))
train, test = p.iloc[i], p.iloc[j]
fill = train[features].median()
gbm = GradientBoostingClassifier(n_estimators=40, max_depth=2, random_state=SEED)
gbm.fit(train[features].fillna(fill), train["disease"])
print("AUC", round(roc_auc_score(test["disease"], gbm.predict_proba(test[features].fillna(fill))[:, 1]), 3))
