# kind: overlap
# verdict: honest
# why: pseudo-labels are given to an unlabelled part of the training rows only
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

SEED = 0
rng = np.random.default_rng(SEED)
df = pd.read_csv("patients.csv").fillna(0)
ids = rng.permutation(df.patient_id.unique())
test_ids, unl_ids, lab_ids = ids[:150], ids[150:350], ids[350:]
test, unl, lab = (df[df.patient_id.isin(i)] for i in (test_ids, unl_ids, lab_ids))
f = ["age", "bmi"] + [f"lab{k}" for k in range(1, 9)]
first = RandomForestClassifier(50, random_state=SEED).fit(lab[f], lab.disease)
p = first.predict_proba(unl[f])[:, 1]
sure = (p > .6) | (p < .05)
X = pd.concat([lab[f], unl[f][sure]])
y = np.concatenate([lab.disease, (p[sure] > .5).astype(int)])
second = RandomForestClassifier(50, random_state=SEED).fit(X, y)
for name, m in dict(labelled=first, pseudo=second).items():
    print(name, round(average_precision_score(test.disease, m.predict_proba(test[f])[:, 1]), 3))
