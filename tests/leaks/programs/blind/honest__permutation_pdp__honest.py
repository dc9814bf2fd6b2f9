# kind: honest
# verdict: honest
# why: the model and all its settings are final before test is touched; permutation importance and partial dependence on test rows only explain it
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

SEED = 0


def clinic(n=1000):
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(
        {
            "age": rng.integers(20, 90, n).astype(float),
            "marker": rng.lognormal(0, 0.7, n),
            "pressure": rng.normal(125, 15, n),
            "visits": rng.poisson(2, n).astype(float),
            "noise": rng.normal(size=n),
        }
    )
    logit = -6.2 + 0.04 * df["age"] + 1.1 * df["marker"] + 0.01 * (df["pressure"] - 125)
    label = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    df.loc[rng.random(n) < 0.1, "pressure"] = np.nan
    return df, label


X, y = clinic()
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.3, stratify=y, random_state=SEED
)
pipe = Pipeline(
    [
        ("fill", SimpleImputer(strategy="median", add_indicator=True)),
        ("rf", RandomForestClassifier(25, class_weight="balanced", random_state=SEED)),
    ]
)
search = GridSearchCV(pipe, {"rf__min_samples_leaf": [3, 15]}, cv=3, scoring="average_precision")
search.fit(X_train, y_train)
model = search.best_estimator_

p = model.predict_proba(X_test)[:, 1]
print(f"test AP {average_precision_score(y_test, p):.3f}  AUC {roc_auc_score(y_test, p):.3f}")

# explanation of the finished model; nothing below changes it
imp = permutation_importance(
    model, X_test, y_test, scoring="average_precision", n_repeats=4, random_state=SEED
)
explained = pd.DataFrame(
    {"mean": imp.importances_mean, "std": imp.importances_std}, index=X_test.columns
).sort_values("mean", ascending=False)
print(explained.round(4))
best_feature = explained.index[0]
pd_curve = partial_dependence(model, X_test, [best_feature], grid_resolution=6, kind="average")
print("partial dependence of", best_feature)
for v, a in zip(pd_curve["grid_values"][0], pd_curve["average"][0]):
    print(f"  {v:8.2f} -> {a:.3f}")
