# kind: honest
# verdict: honest
# why: the score is the cross-validated one; the fit on all rows afterwards is only saved and is never scored
import joblib
import numpy as np
import imbalance_lib as il
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler

SEED = 0

data = il.load_churn(random_state=SEED)
pipe = Pipeline(
    [
        ("scale", StandardScaler()),
        ("spline", SplineTransformer(n_knots=4, degree=2)),
        ("lr", LogisticRegression(C=0.3, class_weight="balanced", max_iter=400)),
    ]
)
cv = RepeatedStratifiedKFold(n_splits=4, n_repeats=1, random_state=SEED)
scores = cross_val_score(pipe, data.X, data.y, cv=cv, scoring="average_precision")
print("average precision %.3f +/- %.3f" % (scores.mean(), scores.std()))

# the model for production sees everything
pipe.fit(data.X, data.y)
joblib.dump(pipe, "churn_model.joblib")
print("saved, coefficients:", np.size(pipe["lr"].coef_))
