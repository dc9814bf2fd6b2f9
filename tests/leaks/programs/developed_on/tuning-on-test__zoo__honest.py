# kind: tuning-on-test
# verdict: honest
# why: the winner is picked by cross-validation on the training set; the test set scores that winner only
import pandas as pd
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

import imbalance_lib as il

SEED = 0

scenario = il.load_churn(random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(
    scenario.X, scenario.y, test_size=0.25, stratify=scenario.y, random_state=SEED
)

classifiers = {
    "Logistic Regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)),
    "Random Forest": RandomForestClassifier(n_estimators=20, random_state=SEED),
    "Shallow Forest": RandomForestClassifier(n_estimators=20, max_depth=8, max_features=8, random_state=SEED),
    "Bagging": BaggingClassifier(n_estimators=10, random_state=SEED),
    "XGBoost": XGBClassifier(n_estimators=40, max_depth=5, random_state=SEED, n_jobs=1),
}

results = []
for name, clf in classifiers.items():
    cv_ap = cross_val_score(clf, X_train, y_train, cv=3, scoring="average_precision").mean()
    results.append({"model": name, "cv_ap": cv_ap})

board = pd.DataFrame(results).sort_values("cv_ap", ascending=False)
print(board.to_string(index=False))
winner = board.iloc[0]["model"]
best = classifiers[winner].fit(X_train, y_train)
test_ap = average_precision_score(y_test, best.predict_proba(X_test)[:, 1])
print(f"\nBest model: {winner}, average precision {test_ap:.4f}")
