# kind: calibration
# verdict: leak
# why: StackingClassifier(cv='prefit') learns its final logistic model from base-model predictions on X_fit, the very rows the base models were fitted on (the blend.fit line).
# options:
# Rare faults on a line of 24 sensors (simulated): blend three unlike models.
import json
import warnings

import numpy as np
from sklearn.datasets import make_classification
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import ExtraTreesClassifier, StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, StandardScaler
from xgboost import XGBClassifier

SEED = 0
warnings.filterwarnings("ignore", message="Bins whose width")

X, y = make_classification(
    n_samples=3600, n_features=24, n_informative=7, n_redundant=4, n_clusters_per_class=3,
    weights=[0.93], flip_y=0.02, class_sep=0.9, random_state=SEED,
)
X = X.astype(np.float32)

X_rest, X_out, y_rest, y_out = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
X_fit, X_mix, y_fit, y_mix = train_test_split(X_rest, y_rest, test_size=0.4, stratify=y_rest, random_state=SEED + 1)

base = {
    "boosted": XGBClassifier(n_estimators=120, max_depth=5, learning_rate=0.15, subsample=0.8,
                             n_jobs=1, random_state=SEED),
    "forest": ExtraTreesClassifier(n_estimators=100, random_state=SEED),
    "near": make_pipeline(StandardScaler(), KNeighborsClassifier(11, weights="distance")),
    "axis": make_pipeline(
        KBinsDiscretizer(8, encode="onehot-dense", strategy="quantile", quantile_method="averaged_inverted_cdf"),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    ),
}
for model in base.values():
    model.fit(X_fit, y_fit)

blend = StackingClassifier(
    estimators=list(base.items()),
    final_estimator=LogisticRegression(C=1.0),
    stack_method="predict_proba",
    cv="prefit",
)
blend.fit(X_fit, y_fit)  # <- leak

out = {}
for name, model in {**base, "blend": blend}.items():
    p = model.predict_proba(X_out)[:, 1]
    out[name] = {
        "ap": round(float(average_precision_score(y_out, p)), 4),
        "auc": round(float(roc_auc_score(y_out, p)), 4),
        "log_loss": round(float(log_loss(y_out, np.clip(p, 1e-4, 1 - 1e-4))), 4),
    }
weights = dict(zip(base, blend.final_estimator_.coef_.ravel().round(2).tolist()))
print(json.dumps({"positives": int(y_out.sum()), "weights": weights, "held_out": out}, indent=1))
