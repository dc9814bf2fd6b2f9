# kind: honest
# verdict: honest
# why: StackingClassifier makes the second-level features by its own cross-validation inside the training rows; the test rows are scored once
import warnings

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import ExtraTreesClassifier, StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

warnings.filterwarnings("ignore")
SEED = 0


def rare_cancer(n_malignant=60):
    X, y = load_breast_cancer(return_X_y=True)
    malignant = 1 - y
    keep = np.sort(np.r_[np.flatnonzero(malignant == 0), np.flatnonzero(malignant == 1)[:n_malignant]])
    return X[keep], malignant[keep]


X, y = rare_cancer()
X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=0.33, stratify=y, random_state=SEED)

stack = StackingClassifier(
    estimators=[
        ("trees", ExtraTreesClassifier(n_estimators=40, random_state=SEED)),
        ("knn", make_pipeline(RobustScaler(), KNeighborsClassifier(9))),
        ("lin", make_pipeline(RobustScaler(), LogisticRegression(C=0.1, max_iter=1000))),
    ],
    final_estimator=LogisticRegression(),
    cv=3,
    passthrough=False,
)
stack.fit(X_a, y_a)
prob = stack.predict_proba(X_b)[:, 1]
print("weights", dict(zip(stack.named_estimators_, stack.final_estimator_.coef_[0].round(2))))
print(f"ROC AUC {roc_auc_score(y_b, prob):.4f}   log loss {log_loss(y_b, prob):.4f}")
