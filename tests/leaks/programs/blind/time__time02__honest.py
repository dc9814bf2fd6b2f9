# kind: time
# verdict: honest
# options: --time at
# why: The usual load per hour of the day is an expanding mean over earlier days only.
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def make_grid(days=100):
    rng = np.random.default_rng(SEED)
    n = days * 24
    hour = np.arange(n) % 24
    growth = 4.0 * (np.arange(n) / n) ** 2
    shock = rng.normal(0, 1, n)
    load = 20 + 5 * np.sin(2 * np.pi * hour / 24) + growth + shock
    outage = rng.random(n) < 1 / (1 + np.exp(-(-3.2 + 1.3 * shock)))
    return pd.DataFrame({
        "at": pd.date_range("2023-03-01", periods=n, freq="h"),
        "hour": hour,
        "load": load,
        "wind": rng.gamma(2, 3, n),
        "outage": outage.astype(int),
    })


def add_surprise(frame):
    by_hour = frame.groupby("hour")["load"]
    return frame.assign(
        usual_load=by_hour.transform(lambda s: s.shift(1).expanding(min_periods=5).mean()),
        surprise=lambda d: d["load"] - d["usual_load"],
    )


grid = make_grid().pipe(add_surprise).dropna()
cutoff = grid["at"].iloc[int(0.75 * len(grid))]
train, test = grid[grid["at"] < cutoff], grid[grid["at"] >= cutoff]

features = ["surprise", "usual_load", "wind"]
model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
model.fit(train[features], train["outage"])
p = model.predict_proba(test[features])[:, 1]
print(f"AUC {roc_auc_score(test['outage'], p):.3f}  AP {average_precision_score(test['outage'], p):.3f}")
