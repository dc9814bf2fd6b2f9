# kind: honest
# verdict: honest
# why: the test set is in eval_set, but no early stopping and no choice of a round follow; the last model is scored.
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("payments.csv")
X = d[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]]
X = X.join(pd.get_dummies(d[["category", "country"]], dtype=int))
Xa, Xb, ya, yb = train_test_split(X, d.fraud, test_size=0.3, stratify=d.fraud, random_state=SEED)
clf = XGBClassifier(n_estimators=40, max_depth=3, eval_metric=["logloss", "aucpr"], n_jobs=1, random_state=SEED)
clf.fit(Xa, ya, eval_set=[(Xa, ya), (Xb, yb)], verbose=False)
hist = clf.evals_result()
for r in range(0, 40, 10):
    print(r, round(hist["validation_0"]["aucpr"][r], 3), round(hist["validation_1"]["aucpr"][r], 3))
print("AP", round(average_precision_score(yb, clf.predict_proba(Xb)[:, 1]), 3))
