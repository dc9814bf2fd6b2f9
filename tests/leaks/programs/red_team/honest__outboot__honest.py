# kind: honest
# verdict: honest
# why: bootstrap with scores on the rows that were not drawn; repeats stay in training
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
tab = pd.read_csv("patients.csv").drop(columns=["treatment_days", "visit_id"]).drop_duplicates("patient_id").set_index("patient_id")
tab = tab.assign(sex=(tab.sex == "f").astype(int), ward=tab.ward.astype("category").cat.codes)
values = []
for b in range(8):
    drawn = tab.sample(frac=1, replace=True, random_state=SEED + b)
    left = tab.loc[~tab.index.isin(drawn.index)]
    gb = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=8, random_state=SEED).fit(drawn.drop(columns="disease"), drawn.disease)
    s = gb.predict_proba(left.drop(columns="disease"))[:, 1]
    values.append({"n": len(left), "AP": average_precision_score(left.disease, s), "AUC": roc_auc_score(left.disease, s)})
values = pd.DataFrame(values)
print(values.round(3))
print("out of bootstrap:", values[["AP", "AUC"]].mean().round(3).to_dict(), "from", values.AUC.min().round(3), "to", values.AUC.max().round(3))
