# kind: honest
# verdict: honest
# why: five fixed models are fitted on the training rows and the scores of all are printed; none is picked by them
import pandas as pd
import xgboost as xgb
from sklearn.datasets import make_classification
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

SEED = 0

X, y = make_classification(2500, 15, n_informative=6, weights=[0.92, 0.08], flip_y=0.03, random_state=SEED + 7)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.35, random_state=SEED, stratify=y)

MODELS = {
    "dummy": DummyClassifier(strategy="prior"),
    "logistic": LogisticRegression(max_iter=500),
    "lda": LinearDiscriminantAnalysis(),
    "tree": DecisionTreeClassifier(max_depth=5, random_state=SEED),
    "xgb": xgb.XGBClassifier(n_estimators=50, max_depth=3, n_jobs=1, random_state=SEED),
}

rows = []
for name, est in MODELS.items():
    p = est.fit(X_train, y_train).predict_proba(X_test)[:, 1]
    rows.append({"model": name, "roc_auc": roc_auc_score(y_test, p), "ap": average_precision_score(y_test, p)})
print(pd.DataFrame(rows).set_index("model").round(3).to_string())
