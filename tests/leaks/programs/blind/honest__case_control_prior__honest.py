# kind: honest
# verdict: honest
# why: Controls are thinned by label before the patients are split, but the draw is independent per row, only development rows are filtered by it and all visits of the report patients are scored at their natural prevalence, and the regression on report labels is only the slope that describes calibration.
# options: --groups patient_id --not-at-prediction treatment_days --target disease
"""Case-control development of a diagnostic score, with the sampling undone by Bayes' rule.

Controls enter the development sample with probability f. By Bayes' rule the posterior odds fitted in that sample are the population
odds divided by f, if the population prevalence is the one sampled from. Here the prevalence is itself uncertain: it gets a
Beta posterior, and each visit's risk is averaged over draws of it.
"""
import zlib

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.compose import make_column_transformer
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, SplineTransformer, StandardScaler

SEED = 0
LABS = [f"lab{i}" for i in range(1, 9)]
DESIGN = {"control_fraction": 0.15, "report_share": 40, "draws": 400, "beta": (1.0, 9.0)}


def bucket(patient_id, salt="cohort-3"):
    return zlib.crc32(f"{salt}/{patient_id}".encode()) % 100


def score_model():
    return make_pipeline(
        make_column_transformer(
            (make_pipeline(FunctionTransformer(np.log), KNNImputer(n_neighbors=7), StandardScaler()), LABS + ["bmi"]),
            (SplineTransformer(n_knots=4, degree=2, extrapolation="linear"), ["age"]),
            (OneHotEncoder(handle_unknown="ignore", drop="if_binary"), ["sex", "ward"]),
        ),
        LogisticRegression(C=0.3, max_iter=1000),
    )


class PriorShift:
    """Moves posterior odds from the prevalence of a sample to draws of the population's prevalence."""

    def __init__(self, sample_prevalence, cases, controls, beta, draws, rng):
        a, b = beta
        self.pi = stats.beta(a + cases, b + controls).rvs(draws, random_state=rng)
        self.factor = (self.pi / (1 - self.pi)) / (sample_prevalence / (1 - sample_prevalence))

    def __call__(self, p):
        odds = (p / (1 - p))[:, None] * self.factor[None, :]
        risk = odds / (1 + odds)
        return risk.mean(axis=1), np.quantile(risk, [0.05, 0.95], axis=1)


def calibration_slope(y, p):
    z = np.log(p / (1 - p))[:, None]
    return LogisticRegression(C=1e6).fit(z, y).coef_[0, 0]


rng = np.random.default_rng(SEED)
visits = pd.read_csv("patients.csv").drop(columns=["treatment_days", "visit_id"])

visits["sampled"] = visits["disease"].eq(1) | (rng.random(len(visits)) < DESIGN["control_fraction"])
visits["role"] = np.where(visits["patient_id"].map(bucket) < DESIGN["report_share"], "report", "develop")
print(visits.groupby("role")["disease"].agg(["size", "sum", "mean"]).round(4).to_string())

cohort = visits[visits["role"].eq("develop")]
sample = cohort[cohort["sampled"]]
features = LABS + ["bmi", "age", "sex", "ward"]
model = score_model().fit(sample[features], sample["disease"])

shift = PriorShift(sample["disease"].mean(), cohort["disease"].sum(), cohort["disease"].eq(0).sum(),
                   DESIGN["beta"], DESIGN["draws"], rng)
target = visits[visits["role"].eq("report")]
raw = model.predict_proba(target[features])[:, 1]
risk, (low, high) = shift(raw)

y = target["disease"].to_numpy()
print(f"sample prevalence {sample['disease'].mean():.3f}, posterior population prevalence {shift.pi.mean():.4f}")
for name, p in (("sampled scale", raw), ("population scale", risk)):
    print(f"{name:17s} AUC {roc_auc_score(y, p):.3f}  Brier {brier_score_loss(y, p):.4f}  "
          f"expected/observed {p.sum() / y.sum():.2f}  slope {calibration_slope(y, p):.2f}")
print(f"median width of the 90% risk band {np.median(high - low):.4f}")
