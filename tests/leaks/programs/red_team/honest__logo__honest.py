# kind: honest
# verdict: honest
# options: --groups patient_id
# why: leave one patient out, by the library's splitter, pooled
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.naive_bayes import GaussianNB

SEED = 0
df = pd.read_csv("patients.csv")
some = df.patient_id.drop_duplicates().sample(150, random_state=SEED)
df = df[df.patient_id.isin(some)].reset_index(drop=True)
X = df.filter(regex="^lab|age|bmi")
y = df.disease.to_numpy()
p = np.zeros(len(y))
for tr, te in LeaveOneGroupOut().split(X, y, df.patient_id):
    m = X.iloc[tr].mean()
    p[te] = GaussianNB().fit(X.iloc[tr].fillna(m), y[tr]).predict_proba(X.iloc[te].fillna(m))[:, 1]
print("rows", len(y), "AUC", roc_auc_score(y, p))
