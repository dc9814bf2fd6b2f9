# kind: honest
# verdict: honest
# why: CalibratedClassifierCV makes its own folds inside the training part, and the whole preparation is in the pipeline it wraps
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, brier_score_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0

data = pd.read_csv("churn.csv", index_col="customerID").drop(columns="exit_survey")
y = data.pop("churned").eq("yes").astype(int)
X_tr, X_te, y_tr, y_te = train_test_split(data, y, test_size=0.25, stratify=y, random_state=SEED)

prep = ColumnTransformer(
    [
        ("cat", OneHotEncoder(handle_unknown="ignore", min_frequency=5), ["contract", "plan", "city"]),
        ("num", SimpleImputer(strategy="mean", add_indicator=True), ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]),
    ]
)
forest = RandomForestClassifier(n_estimators=40, min_samples_leaf=3, class_weight="balanced", random_state=SEED)
pipe = Pipeline([("prep", prep), ("forest", forest)])

plain = pipe.fit(X_tr, y_tr).predict_proba(X_te)[:, 1]
calibrated = CalibratedClassifierCV(pipe, method="sigmoid", cv=4).fit(X_tr, y_tr).predict_proba(X_te)[:, 1]
for name, p in [("forest", plain), ("calibrated forest", calibrated)]:
    print(f"{name:18s} Brier {brier_score_loss(y_te, p):.4f}  AP {average_precision_score(y_te, p):.3f}")
