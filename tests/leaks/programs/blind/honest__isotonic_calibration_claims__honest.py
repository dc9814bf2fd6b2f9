# kind: honest
# verdict: honest
# why: the model is fitted on train, isotonic and Platt maps on a separate calibration part, and raw and calibrated probabilities are all reported on the test part.
# Insurance claims: are the predicted probabilities any good?
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.calibration import calibration_curve, CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score, confusion_matrix
from sklearn.model_selection import train_test_split
from imblearn.under_sampling import RandomUnderSampler

SEED = 0
rng = np.random.default_rng(SEED)
where = os.path.join(tempfile.mkdtemp(), "claims.csv")

n = 2500
frame = pd.DataFrame({
    "driver_age": rng.integers(18, 80, n),
    "car_age": rng.integers(0, 20, n),
    "car_value": np.exp(rng.normal(9.3, 0.5, n)).round(0),
    "annual_km": (np.exp(rng.normal(9.4, 0.4, n))).round(0),
    "bonus_malus": rng.integers(50, 150, n),
    "region": rng.choice(list("ABCD"), n),
    "fuel": rng.choice(["diesel", "petrol", "electric"], n, p=[.4, .5, .1]),
})
eta = (-3.3 + 0.9 * (frame.driver_age < 26) + 0.02 * (frame.bonus_malus - 90)
       + 0.8 * (np.log(frame.annual_km) - 9.4) + 0.4 * (frame.region == "C"))
frame["claim"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(int)
frame.to_csv(where, index=False)

# ---- data ----
df = pd.read_csv(where)
print(df.head())
print(df.describe().round(1))
print("duplicates", df.duplicated().sum(), "missing", df.isna().sum().sum())
df = df.drop_duplicates()
print("claim frequency", df.claim.mean().round(4))
print(df.pivot_table(index="region", columns="fuel", values="claim", aggfunc="mean").round(3))

df["young"] = (df.driver_age < 26).astype(int)
df["log_km"] = np.log(df.annual_km)
df["value_per_year"] = df.car_value / (df.car_age + 1)
df["fuel"] = df.fuel.map({"diesel": 0, "petrol": 1, "electric": 2})
df = pd.get_dummies(df, columns=["region"], dtype=int)
df = df.drop(columns=["annual_km"])

# ---- 50 / 25 / 25 ----
X = df.drop(columns="claim")
y = df.claim
X_fit, X_rest, y_fit, y_rest = train_test_split(X, y, train_size=.5, stratify=y, random_state=SEED)
X_cal, X_test, y_cal, y_test = train_test_split(X_rest, y_rest, test_size=.5, stratify=y_rest, random_state=SEED)
for nm, part in [("fit", y_fit), ("calibration", y_cal), ("test", y_test)]:
    print(f"{nm:12s} n={len(part)} rate={part.mean():.3f}")

# ---- undersample the fit part; this distorts the probabilities, hence the calibration ----
rus = RandomUnderSampler(random_state=SEED)
X_bal, y_bal = rus.fit_resample(X_fit, y_fit)
print("balanced fit part:", y_bal.value_counts().to_dict())

rf = RandomForestClassifier(n_estimators=100, min_samples_leaf=3, random_state=SEED)
rf.fit(X_bal, y_bal)

# isotonic by hand
iso = IsotonicRegression(out_of_bounds="clip", y_min=1e-3, y_max=1 - 1e-3)
iso.fit(rf.predict_proba(X_cal)[:, 1], y_cal)
# sigmoid with sklearn
platt = CalibratedClassifierCV(FrozenEstimator(rf), method="sigmoid")
platt.fit(X_cal, y_cal)

# ---- evaluation ----
raw = rf.predict_proba(X_test)[:, 1]
versions = {
    "raw": raw,
    "isotonic": iso.predict(raw),
    "platt": platt.predict_proba(X_test)[:, 1],
    "constant": np.full(len(y_test), y_fit.mean()),
}
fig, ax = plt.subplots(figsize=(5, 5))
ax.plot([0, 1], [0, 1], "k:")
for nm, p in versions.items():
    print(f"{nm:10s} brier {brier_score_loss(y_test, p):.4f}  logloss {log_loss(y_test, p):.4f}  "
          f"auc {roc_auc_score(y_test, p):.3f}  mean p {p.mean():.3f} (true {y_test.mean():.3f})")
    if nm != "constant":
        frac, mean_p = calibration_curve(y_test, p, n_bins=8, strategy="quantile")
        ax.plot(mean_p, frac, "o-", label=nm)
ax.legend()
ax.set_xlabel("mean predicted")
ax.set_ylabel("observed")
fig.savefig(os.path.join(os.path.dirname(where), "reliability.png"), dpi=50)
plt.close(fig)

# premium loading decision: flag everyone with calibrated risk above 15 % (company rule)
RULE = 0.15
flag = (versions["isotonic"] > RULE).astype(int)
print("flagged", flag.sum(), "of", len(flag))
print(confusion_matrix(y_test, flag))

scored = X_test.assign(claim=y_test, risk=versions["isotonic"], flag=flag)
print(scored.groupby("flag")[["claim", "risk"]].mean().round(3))
