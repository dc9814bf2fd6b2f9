# kind: overlap
# verdict: honest
# why: the grid search sees the training rows only and the test rows are scored once
import imbalance_lib as il
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

SEED = 0

thyroid = il.load_medical()
table = thyroid.X.assign(sick=thyroid.y).drop_duplicates()
X, y = table.drop(columns="sick"), table["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=SEED, stratify=y)

pipe = Pipeline([
    ("impute", SimpleImputer(strategy="median", add_indicator=True)),
    ("gb", GradientBoostingClassifier(n_estimators=25, subsample=0.7, random_state=SEED)),
])
search = GridSearchCV(pipe, {"gb__max_depth": [2, 4]}, scoring="average_precision", cv=3)
search.fit(X_train, y_train)
print("Best parameters:", search.best_params_)

proba = search.predict_proba(X_test)[:, 1]
print(f"Test average precision: {average_precision_score(y_test, proba):.3f}")
