# kind: preprocessing
# verdict: leak
# why: iterative imputation over all visits before the grouped cross-validation
import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("patients.csv", index_col="visit_id")
X = df[["age", "bmi"] + ["lab%d" % i for i in range(1, 9)]]
X = pd.DataFrame(IterativeImputer(max_iter=2, random_state=SEED).fit_transform(X), X.index, X.columns)  # <- leak
p = cross_val_predict(LogisticRegression(max_iter=3000), np.log(X.clip(lower=.01)), df.disease, groups=df.patient_id, cv=GroupKFold(5), method="predict_proba")
print("AP", average_precision_score(df.disease, p[:, 1]))
