# kind: honest
# verdict: honest
# why: boosting stops on a middle time slice, class and recency weights come from the fit slice, and the cutoff from the middle slice; the last slice is only scored
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, precision_recall_curve, precision_score, recall_score

SEED = 0


def clicks(n=2500):
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(rng.normal(size=(n, 6)), columns=list("abcdef"))
    df.insert(0, "when", pd.date_range("2024-01-01", periods=n, freq="h"))
    df["c"] = df["c"].mask(rng.random(n) < 0.15)
    z = -3.4 + 1.5 * df["a"] + df["b"] * df["d"]
    df["buy"] = rng.random(n) < 1 / (1 + np.exp(-z))
    return df


def calendar(df):
    hour = df["when"].dt.hour
    return df.assign(sin=np.sin(2 * np.pi * hour / 24), cos=np.cos(2 * np.pi * hour / 24))


df = calendar(clicks())
fit = df[df["when"] < "2024-03-01"]
stop = df[(df["when"] >= "2024-03-01") & (df["when"] < "2024-03-22")]
test = df[df["when"] >= "2024-03-22"]
cols = [c for c in df.columns if c not in ("when", "buy")]

age_days = (fit["when"].max() - fit["when"]).dt.days.to_numpy()
weight = 0.5 ** (age_days / 60)
booster = xgb.XGBClassifier(
    n_estimators=200,
    max_depth=3,
    learning_rate=0.15,
    scale_pos_weight=float((~fit["buy"]).sum() / fit["buy"].sum()),
    eval_metric="aucpr",
    early_stopping_rounds=15,
    tree_method="hist",
    n_jobs=1,
    random_state=SEED,
)
booster.fit(
    fit[cols],
    fit["buy"].astype(int),
    sample_weight=weight,
    eval_set=[(stop[cols], stop["buy"].astype(int))],
    verbose=False,
)
prec, rec, thr = precision_recall_curve(stop["buy"], booster.predict_proba(stop[cols])[:, 1])
f1 = 2 * prec * rec / np.maximum(prec + rec, 1e-9)
cut = thr[np.argmax(f1[:-1])]

p = booster.predict_proba(test[cols])[:, 1]
print(f"rows {len(fit)}/{len(stop)}/{len(test)}  trees kept {booster.best_iteration + 1}  cut {cut:.3f}")
print(f"stop-slice AP {booster.best_score:.3f} (optimistic, not the headline)")
print(f"test AP {average_precision_score(test['buy'], p):.3f} "
      f"P {precision_score(test['buy'], p >= cut):.3f} R {recall_score(test['buy'], p >= cut):.3f}")
