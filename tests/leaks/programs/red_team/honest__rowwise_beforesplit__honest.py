# kind: preprocessing
# verdict: honest
# why: what is done before the split uses each row alone (row means, ranks within a row, dates, constants)
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
v = pd.read_csv("patients.csv")
labs = v.filter(like="lab")
v = v.assign(lab_mean=labs.mean(axis=1), lab_max=labs.max(axis=1), lab_na=labs.isna().sum(axis=1), r=labs.rank(axis=1)["lab1"],
             z=(labs["lab1"] - labs.mean(axis=1)) / labs.std(axis=1), age_group=pd.cut(v.age, [0, 40, 60, 80, 120], labels=False), obese=(v.bmi > 30) * 1)
v = v.drop_duplicates("patient_id", keep="first").rename(columns=str.upper)
v = v.dropna(subset=["AGE"]).query("AGE >= 18")
y = v.pop("DISEASE")
X = v.drop(columns=["VISIT_ID", "PATIENT_ID", "SEX", "WARD", "TREATMENT_DAYS"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.35, random_state=SEED, stratify=y)
m = HistGradientBoostingClassifier(max_iter=30, class_weight="balanced", random_state=SEED).fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, m.predict_proba(X_test)[:, 1]))
