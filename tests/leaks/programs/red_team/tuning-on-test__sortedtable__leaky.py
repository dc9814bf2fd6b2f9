# kind: tuning-on-test
# verdict: leak
# why: the table is sorted by the score on the test part, and its first row is the result
"""Which number of neighbors? All candidates in one table, sorted."""
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0

X, y = make_classification(2400, 10, n_informative=5, weights=[0.9], flip_y=0.05, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

rows = []
for k in (5, 15, 25, 45, 75):
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(k))
    inner = cross_val_score(model, X_train, y_train, cv=4, scoring="average_precision").mean()
    model.fit(X_train, y_train)
    outer = average_precision_score(y_test, model.predict_proba(X_test)[:, 1])
    rows.append(dict(neighbors=k, inner=inner, test=round(outer, 4)))

results = pd.DataFrame(rows)
print(results.to_string(index=False))
best = results.sort_values("test", ascending=False).iloc[0]  # <- leak
print("with", int(best["neighbors"]), "neighbors average precision is", best["test"])
