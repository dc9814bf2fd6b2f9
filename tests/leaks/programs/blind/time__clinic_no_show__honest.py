# kind: time
# verdict: honest
# why: each month is predicted by a model of strictly earlier months; scaler and encoder sit in the pipeline.
# options: --time day
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0

CLINICS = ["derm", "cardio", "ortho", "ent", "eye"]
NUMERIC = ["lead_days", "age", "hour", "distance_km"]
CATEGORIES = ["clinic", "sms"]


def appointments(n_per_month=240, months=12):
    """One year of outpatient visits. Behaviour drifts from month to month."""
    g = np.random.default_rng(SEED)
    frames = []
    w_lead, w_sms = 0.035, -0.9
    clinic_effect = g.normal(0, 0.6, len(CLINICS))
    for m in range(months):
        w_lead += g.normal(0, 0.012)
        w_sms += g.normal(0, 0.25)
        clinic_effect = clinic_effect + g.normal(0, 0.3, len(CLINICS))
        k = g.integers(0, len(CLINICS), n_per_month)
        f = pd.DataFrame({
            "day": pd.Timestamp(2022, m + 1, 1) + pd.to_timedelta(np.sort(g.integers(0, 28, n_per_month)), unit="D"),
            "lead_days": g.gamma(1.5, 10, n_per_month),
            "age": g.integers(18, 90, n_per_month),
            "hour": g.integers(8, 17, n_per_month),
            "distance_km": g.lognormal(1.5, 0.7, n_per_month),
            "clinic": np.array(CLINICS)[k],
            "sms": np.where(g.random(n_per_month) < 0.5, "yes", "no"),
        })
        eta = (-2.3 + w_lead * (f.lead_days - 15) + w_sms * (f.sms == "yes") - 0.02 * (f.age - 50)
               + 0.03 * (f.distance_km - 5) + clinic_effect[k])
        f["no_show"] = (g.random(n_per_month) < 1 / (1 + np.exp(-eta))).astype(int)
        frames.append(f)
    return pd.concat(frames, ignore_index=True)


visits = appointments()
visits["month"] = visits["day"].dt.to_period("M")
months = sorted(visits["month"].unique())

scores = []
for m in months[3:]:
    history = visits[visits["month"] < m]
    target = visits[visits["month"] == m]
    model = make_pipeline(
        make_column_transformer((StandardScaler(), NUMERIC),
                                (OneHotEncoder(handle_unknown="ignore"), CATEGORIES)),
        LogisticRegression(C=0.5, max_iter=500),
    )
    model.fit(history[NUMERIC + CATEGORIES], history["no_show"])
    p = model.predict_proba(target[NUMERIC + CATEGORIES])[:, 1]
    scores.append({
        "month": str(m),
        "n_train": len(history),
        "rate": target["no_show"].mean(),
        "auc": roc_auc_score(target["no_show"], p),
        "ap": average_precision_score(target["no_show"], p),
    })

scores = pd.DataFrame(scores)
print(scores.round(3).to_string(index=False))
print(f"AUC {scores.auc.mean():.3f} +/- {scores.auc.sem():.3f}   AP {scores.ap.mean():.3f} +/- {scores.ap.sem():.3f}")
