# kind: group
# verdict: leak
# why: StratifiedKFold ignores the turbine, so windows of one turbine, with its own offsets and wear, are on both sides of each fold.
# options: --groups turbine_id
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
rng = np.random.RandomState(SEED)

# ---- ten-minute windows from a fleet -------------------------------------------------
rows = []
for t in range(110):
    wear = rng.gamma(2.0, 0.5)
    bias = rng.normal(0, 1.0, 4)              # mounting and sensor offsets of the machine
    for _ in range(rng.randint(16, 30)):
        load = rng.uniform(0.2, 1.0)
        s = bias + rng.normal(0, 0.25, 4)
        vib = 0.6 * wear + 0.8 * load + rng.normal(0, 0.7)
        temp = 55 + 12 * load + 2.0 * wear + rng.normal(0, 4)
        fault = rng.rand() < 1 / (1 + np.exp(5.4 - 1.3 * wear - 1.0 * load - 0.5 * vib))
        rows.append((t, load, vib, temp, *s, int(fault)))
df = pd.DataFrame(rows, columns=["turbine_id", "load", "vib_rms", "gear_temp", "acc1", "acc2", "acc3", "yaw", "fault"])
df.loc[rng.rand(len(df)) < 0.05, "gear_temp"] = np.nan
FEATS = [c for c in df.columns if c not in ("turbine_id", "fault")]
X, y = df[FEATS], df["fault"].to_numpy()
print(f"{len(df)} windows / {df.turbine_id.nunique()} turbines / fault share {y.mean():.3f}")

# ---- models -------------------------------------------------------------------------------
zoo = {
    "et": lambda: make_pipeline(SimpleImputer(strategy="median"),
                                ExtraTreesClassifier(150, min_samples_leaf=2, random_state=SEED, n_jobs=1)),
    "lr": lambda: make_pipeline(SimpleImputer(strategy="median"), StandardScaler(),
                                LogisticRegression(C=0.5, class_weight="balanced", max_iter=500)),
}
oof = {k: np.full(len(df), np.nan) for k in zoo}
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)  # <- leak
for k, (tr, va) in enumerate(folds.split(X, y)):
    line = [f"fold {k}"]
    for name, make in zoo.items():
        m = make().fit(X.iloc[tr], y[tr])
        oof[name][va] = m.predict_proba(X.iloc[va])[:, 1]
        line.append(f"{name} {roc_auc_score(y[va], oof[name][va]):.3f}")
    print("  ".join(line))

for name, p in oof.items():
    assert not np.isnan(p).any()
    print(f"OOF {name}: AUC {roc_auc_score(y, p):.4f}  AP {average_precision_score(y, p):.4f}")
