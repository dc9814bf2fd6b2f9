# kind: preprocessing
# verdict: honest
# why: iterative imputation is a step of the pipeline, fitted on the training visits of each grouped fold
import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

SEED = 0
df = pd.read_csv("patients.csv", index_col="visit_id")
X = df[["age", "bmi"] + ["lab%d" % i for i in range(1, 9)]]
m = make_pipeline(IterativeImputer(max_iter=2, random_state=SEED), FunctionTransformer(lambda A: np.log(A.clip(min=.01))), LogisticRegression(max_iter=3000))
p = cross_val_predict(m, X, df.disease, groups=df.patient_id, cv=GroupKFold(5), method="predict_proba")
print("AP", average_precision_score(df.disease, p[:, 1]))
