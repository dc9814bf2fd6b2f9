# kind: tuning-on-test
# verdict: leak
# why: the best of five classifiers is picked by its score on the test set, and this score is reported
import pandas as pd
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
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
    clf.fit(X_train, y_train)
    test_ap = average_precision_score(y_test, clf.predict_proba(X_test)[:, 1])
    results.append({"model": name, "test_ap": test_ap})

board = pd.DataFrame(results).sort_values("test_ap", ascending=False)  # <- leak
print(board.to_string(index=False))
winner = board.iloc[0]
print(f"\nBest model: {winner['model']}, average precision {winner['test_ap']:.4f}")
