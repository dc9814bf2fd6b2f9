# kind: honest
# verdict: honest
# why: text labels are only renamed to 0/1 before the split, a constant and a noise model are fitted on training rows and their poor test scores are just printed
import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    balanced_accuracy_score,
    brier_score_loss,
    classification_report,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, RobustScaler

SEED = 0
rng = np.random.default_rng(SEED)

n = 1500
frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=["w1", "w2", "w3", "w4"])
frame["verdict"] = np.where(rng.random(n) < 0.06, "reject", "accept")

names = LabelEncoder()
y = names.fit_transform(frame.pop("verdict"))  # accept -> 0, reject -> 1, nothing learned
X_tr, X_te, y_tr, y_te = train_test_split(
    frame, y, test_size=0.25, stratify=y, random_state=SEED
)

candidates = {
    "constant": DummyClassifier(strategy="prior"),
    "coin": DummyClassifier(strategy="stratified", random_state=SEED),
    "logistic on noise": make_pipeline(RobustScaler(), LogisticRegression()),
}
for title, model in candidates.items():
    model.fit(X_tr, y_tr)
    p = model.predict_proba(X_te)[:, 1]
    hard = model.predict(X_te)
    print(
        f"{title:18s} auc={roc_auc_score(y_te, p):.3f} "
        f"bacc={balanced_accuracy_score(y_te, hard):.3f} brier={brier_score_loss(y_te, p):.4f}"
    )

hard = candidates["constant"].predict(X_te)
print(
    classification_report(
        names.inverse_transform(y_te), names.inverse_transform(hard), zero_division=0
    )
)
print("No model is shipped: the features carry no signal by construction.")
