# kind: honest
# verdict: honest
# why: features made on the whole frame before the split are row by row with fixed word lists and constants, and the test scores of three models stand side by side without any being chosen.
# options: --time time --label-time label_known
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

SEED = 0
CATEGORIES = ["food", "fuel", "clothes", "travel", "games"]
COUNTRIES = ["AT", "DE", "ES", "FR", "IT", "NL", "PL"]
GO_LIVE = "2025-02-10"

pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])

X = pd.DataFrame(index=pay.index)
X["log_amount"] = np.log1p(pay["amount"])
X["amount_capped"] = pay["amount"].clip(upper=250) / 250
X["weekend"] = (pay["time"].dt.day_of_week >= 5).astype(int)
X["hour_sin"], X["hour_cos"] = np.sin(pay["hour"] * np.pi / 12), np.cos(pay["hour"] * np.pi / 12)
X["burst"] = pay["n_last_day"].clip(upper=8)
X["log_km"] = np.log1p(pay["distance_km"])
X["speed"] = pay["speed"]
X["device_new"] = (pay["device_age"] < 7).astype(int)
X["device_age"] = pay["device_age"].fillna(-1) / 60
X["device_gap"] = pay["device_age"].isna().astype(int)
X = X.join(pd.get_dummies(pd.Categorical(pay["category"], CATEGORIES), prefix="cat", dtype=int).set_index(pay.index))
X = X.join(pd.get_dummies(pd.Categorical(pay["country"], COUNTRIES), prefix="at", dtype=int).set_index(pay.index))
y = pay["fraud"]

old = pay["label_known"] < GO_LIVE
new = pay["time"] >= GO_LIVE

candidates = [
    ("logistic", make_pipeline(StandardScaler(), LogisticRegression(C=0.2, max_iter=500))),
    ("forest", RandomForestClassifier(n_estimators=120, min_samples_leaf=4, random_state=SEED, n_jobs=1)),
    ("xgboost", XGBClassifier(n_estimators=60, max_depth=3, learning_rate=0.1, subsample=0.9,
                              random_state=SEED, n_jobs=1)),
]

results = pd.DataFrame(index=pd.Index([], name="model"))
for name, model in candidates:
    model.fit(X[old], y[old])
    p_old, p_new = (model.predict_proba(X[m])[:, 1] for m in (old, new))
    first = pay[new].assign(p=p_new).nlargest(60, "p")
    results.loc[name, "train AP (fitted rows)"] = average_precision_score(y[old], p_old)
    results.loc[name, "test AP"] = average_precision_score(y[new], p_new)
    results.loc[name, "test frauds in first 60"] = first["fraud"].sum()
    results.loc[name, "test euro in first 60"] = first.loc[first["fraud"] == 1, "amount"].sum()

print(f"{old.sum()} payments with known labels before {GO_LIVE}, {new.sum()} after, {int(y[new].sum())} of them fraud")
print(results.round(3).to_string())
print("\nall three go to the risk committee")
