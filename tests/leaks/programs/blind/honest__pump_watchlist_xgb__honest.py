# kind: honest
# verdict: honest
# why: the hold-out is only watched in evals while early stopping is bound to the validation part by data_name, and missing values go to XGBoost as they are; the training AUC is named as such.
# options:
import os
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
PARAMS = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "max_depth": 4,
    "eta": 0.08,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "eval_metric": ["logloss", "aucpr"],
    "seed": SEED,
    "nthread": 1,
}


def readings(n=4000):
    r = np.random.default_rng(SEED)
    pressure = r.normal(6, 1.2, n)
    flow = 20 + 3 * pressure + r.normal(0, 4, n)
    current = 11 + 0.2 * flow + r.normal(0, 1.5, n)
    noise = r.gamma(3, 2, n)
    age = r.uniform(0, 15, n)
    z = -5.4 + 0.22 * age + 0.30 * noise + 0.5 * np.abs(current - 11 - 0.2 * flow) - 0.6 * (pressure - 6)
    broken = r.random(n) < 1 / (1 + np.exp(-z + 1.2))
    X = np.column_stack([pressure, flow, current, noise, age, r.normal(size=(n, 4))])
    X[r.random(X.shape) < 0.06] = np.nan
    return X, broken.astype(int)


def split3(y, shares=(0.6, 0.15, 0.25)):
    r = np.random.default_rng(SEED + 100)
    out = [[], [], []]
    for cls in (0, 1):
        ix = r.permutation(np.flatnonzero(y == cls))
        cuts = (np.cumsum(shares)[:2] * len(ix)).astype(int)
        for box, piece in zip(out, np.split(ix, cuts)):
            box.append(piece)
    return [np.concatenate(b) for b in out]


X, y = readings()
names = ["pressure", "flow", "current", "noise", "age"] + [f"aux{i}" for i in range(4)]
fit, val, hold = split3(y)
mats = {k: xgb.DMatrix(X[ix], label=y[ix], feature_names=names) for k, ix in
        (("fit", fit), ("val", val), ("hold", hold))}

history = {}
stop = xgb.callback.EarlyStopping(rounds=25, data_name="val", metric_name="logloss", maximize=False, save_best=True)
bst = xgb.train(PARAMS, mats["fit"], num_boost_round=400,
                evals=[(mats["fit"], "fit"), (mats["val"], "val"), (mats["hold"], "hold")],
                evals_result=history, callbacks=[stop], verbose_eval=False)

n_trees = bst.num_boosted_rounds()
print(f"stopped at {len(history['val']['aucpr'])} rounds, kept {n_trees}")
for i in range(0, n_trees, 20):
    print(f"  round {i:3d}  fit {history['fit']['logloss'][i]:.4f}  hold {history['hold']['logloss'][i]:.4f}")

p_fit, p_hold = bst.predict(mats["fit"]), bst.predict(mats["hold"])
print(f"training AUC (rows it was fitted on): {roc_auc_score(y[fit], p_fit):.4f}")
print(f"hold-out AUC: {roc_auc_score(y[hold], p_hold):.4f}")
print(f"hold-out AP:  {average_precision_score(y[hold], p_hold):.4f}   (share of positives {y[hold].mean():.4f})")
gain = sorted(bst.get_score(importance_type="gain").items(), key=lambda kv: -kv[1])[:4]
print("gain:", ", ".join(f"{k} {v:.1f}" for k, v in gain))
