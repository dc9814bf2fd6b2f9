# kind: honest
# verdict: honest
# why: lags and rolling means look only backwards, and rows whose failure window reaches past the cut are purged from training before the later days are scored
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
HORIZON = 4
CUT = 55


def plant(machines=25, days=80):
    rng = np.random.default_rng(SEED)
    parts = []
    for m in range(machines):
        wear, log = 0.0, []
        for d in range(days):
            wear += rng.gamma(1.0, 0.05)
            failed = rng.random() < 1 / (1 + np.exp(-(6 * wear - 9)))
            log.append((m, d, 20 + 5 * wear + rng.normal(0, 0.7), rng.normal(3 + wear, 0.3), failed))
            if failed:
                wear = 0.0
        parts.append(pd.DataFrame(log, columns=["machine", "day", "temp", "vibration", "failed"]))
    return pd.concat(parts, ignore_index=True)


def label_ahead(df, horizon):
    """1 if a failure happens on one of the next `horizon` days; NaN where unknown yet."""
    f = df.groupby("machine")["failed"]
    ahead = pd.concat([f.shift(-k).astype("float") for k in range(1, horizon + 1)], axis=1)
    return ahead.max(axis=1).where(ahead.notna().all(axis=1))


def backward_features(df):
    g = df.groupby("machine")
    out = pd.DataFrame({"temp": df["temp"], "vibration": df["vibration"]})
    for col in ("temp", "vibration"):
        for k in (1, 2, 3):
            out[f"{col}_lag{k}"] = g[col].shift(k)
        out[f"{col}_mean5"] = g[col].transform(lambda s: s.rolling(5, min_periods=5).mean())
        out[f"{col}_rise"] = out[col] - out[f"{col}_mean5"]
    return out


raw = plant().sort_values(["machine", "day"], ignore_index=True)
table = backward_features(raw)
inputs = list(table.columns)
table["target"] = label_ahead(raw, HORIZON)
table[["machine", "day"]] = raw[["machine", "day"]]
table = table.dropna()

train = table[table["day"] + HORIZON < CUT]  # the whole label window lies before the cut
test = table[table["day"] >= CUT]
purged = table[(table["day"] < CUT) & (table["day"] + HORIZON >= CUT)]
print(f"train {len(train)}  purged {len(purged)}  test {len(test)}")

forest = RandomForestClassifier(
    60, min_samples_leaf=4, class_weight="balanced_subsample", random_state=SEED
)
forest.fit(train[inputs], train["target"])
s = forest.predict_proba(test[inputs])[:, 1]
print(f"AP {average_precision_score(test['target'], s):.3f} "
      f"(base rate {test['target'].mean():.3f}), AUC {roc_auc_score(test['target'], s):.3f}")
weekly = test.assign(s=s, week=test["day"] // 7).groupby("week")
print(weekly.agg(rows=("s", "size"), rate=("target", "mean"), mean_score=("s", "mean")).round(3))
