# kind: honest
# verdict: honest
# why: the model is fitted on every row at the end and training scores are printed, but the test scores were computed before from a model of the training rows, and the last model scores only new members without labels.
# options:
import os
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder
from xgboost import XGBClassifier

SEED = 0
STATES = ["AZ", "CO", "NM", "NV", "UT"]


def members(n, gen, labelled=True):
    m = pd.DataFrame({
        "age": gen.integers(18, 65, n),
        "bmi": gen.normal(27.5, 5, n).round(1),
        "chronic": gen.poisson(.5, n),
        "er_visits": gen.poisson(.3, n),
        "rx_cost": gen.lognormal(5, 1.1, n).round(2),
        "plan": gen.choice(["bronze", "silver", "gold"], n, p=[.4, .4, .2]),
        "state": gen.choice(STATES, n),
    })
    if labelled:
        eta = (-3.9 + .03 * (m["age"] - 40) + .05 * (m["bmi"] - 27) + .7 * m["chronic"] + .6 * m["er_visits"]
               + .45 * (np.log(m["rx_cost"]) - 5))
        m["high_cost"] = (gen.random(n) < 1 / (1 + np.exp(-eta))).astype(int)
    m.loc[gen.random(n) < .2, "bmi"] = np.nan
    m.loc[gen.random(n) < .05, "plan"] = np.nan
    m["plan"] = m["plan"].astype(object).where(m["plan"].notna(), "none on file")
    return m


def make_model():
    prep = ColumnTransformer([
        ("num", SimpleImputer(strategy="mean", add_indicator=True), ["age", "bmi", "chronic", "er_visits", "rx_cost"]),
        ("cat", OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["plan", "state"]),
    ])
    return Pipeline([("prep", prep), ("xgb", XGBClassifier(n_estimators=120, max_depth=3, learning_rate=.08,
                                                            n_jobs=1, random_state=SEED))])


gen = np.random.default_rng(SEED)
df = members(3000, gen)
X, y = df.drop(columns="high_cost"), df["high_cost"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

model = make_model()
model.fit(X_train, y_train)
scores = pd.DataFrame(
    {"rows": [len(X_train), len(X_test)], "positives": [y_train.sum(), y_test.sum()],
     "auc": [roc_auc_score(y_train, model.predict_proba(X_train)[:, 1]),
             roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])]},
    index=["train (optimistic)", "test"])
print(scores.round(3).to_string())
print(classification_report(y_test, model.predict_proba(X_test)[:, 1] > .25, target_names=["normal", "high cost"]))

by_state = []
for s in STATES:
    k = X_test["state"] == s
    by_state.append([s, int(k.sum()), y_test[k].mean(), model.predict_proba(X_test[k])[:, 1].mean()])
print(pd.DataFrame(by_state, columns=["state", "n", "observed", "expected"]).round(3).to_string(index=False))

# the model for production uses everything we have
final = clone(model).fit(X, y)
newcomers = members(400, gen, labelled=False)
newcomers["p_high"] = final.predict_proba(newcomers)[:, 1]
print("\noutreach list, new members (outcome not known yet)")
print(newcomers.nlargest(8, "p_high")[["age", "chronic", "er_visits", "rx_cost", "plan", "p_high"]].round(3).to_string())
