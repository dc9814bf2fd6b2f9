# kind: time
# verdict: honest
# options: --time at
# why: The hourly series is cut at one moment, and the model is fitted on earlier hours and tested on later ones with backward-looking features only.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

SEED = 0


def simulate(n=1800):
    """Slow drifting pressure and flow; alarms come in spells driven by an unseen slow state."""
    rng = np.random.default_rng(SEED)
    state = np.zeros(n)
    for t in range(1, n):
        state[t] = 0.985 * state[t - 1] + rng.normal(0, 0.35)
    flow = pd.Series(np.cumsum(rng.normal(0, 0.25, n)))
    rise = (flow.shift(1) - flow.shift(24)).fillna(0.0)
    return pd.DataFrame({
        "at": pd.date_range("2024-01-01", periods=n, freq="h"),
        "pressure": np.cumsum(rng.normal(0, 0.25, n)),
        "flow": flow,
        "alarm": (rng.random(n) < 1 / (1 + np.exp(-(1.2 * state + 1.2 * rise - 4.2)))).astype(int),
    })


def add_history(frame):
    lags = {
        f"{c}_lag{k}": frame[c].shift(k)
        for c in ("pressure", "flow")
        for k in (1, 2, 24)
    }
    means = {f"{c}_mean24": frame[c].shift(1).rolling(24).mean() for c in ("pressure", "flow")}
    rises = {f"{c}_rise": frame[c].shift(1) - frame[c].shift(24) for c in ("pressure", "flow")}
    return frame.assign(**lags, **means, **rises).dropna().reset_index(drop=True)


series = simulate().pipe(add_history)
n_test = int(0.3 * len(series))
test = series.sort_values("at").tail(n_test)
train = series.drop(index=test.index)

features = series.columns.difference(["at", "alarm", "pressure", "flow"])
model = RandomForestClassifier(60, min_samples_leaf=3, class_weight="balanced", random_state=SEED)
model.fit(train[features], train["alarm"])
p = model.predict_proba(test[features])[:, 1]
print(f"AP {average_precision_score(test['alarm'], p):.3f} (base rate {test['alarm'].mean():.3f})")
