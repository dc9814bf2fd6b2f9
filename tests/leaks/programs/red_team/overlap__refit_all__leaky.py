# kind: overlap
# verdict: leak
# why: the grid search is fitted on all rows and best_estimator_ is scored on the test part
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split

SEED = 0
d = pd.read_csv("churn.csv").dropna()
X, y = d[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]], (d.churned == "yes").astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=SEED, stratify=y)
gs = GridSearchCV(RandomForestClassifier(20, random_state=SEED), {"max_depth": [4, 10]}, cv=3, scoring="roc_auc")
gs.fit(X, y)  # <- leak
print(classification_report(y_test, gs.best_estimator_.predict(X_test)))
print(roc_auc_score(y_test, gs.predict_proba(X_test)[:, 1]))
