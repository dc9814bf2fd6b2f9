# kind: honest
# verdict: honest
# why: the calibrator wraps a frozen model and is fitted on rows the model never saw, and Brier and log loss are of a third part; reloading the dump changes nothing.
# options:
import logging
import pathlib
import tempfile

import joblib
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

SEED = 0
logging.basicConfig(format="[%(asctime)s] %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
info = logging.info

CONF = dict(rows=5000, parts=dict(model=0.5, calibrate=0.25, report=0.25),
            gbm=dict(n_estimators=80, max_depth=3, learning_rate=0.12, subsample=0.7))


def book():
    rs = np.random.default_rng(SEED)
    n = CONF["rows"]
    b = pd.DataFrame({
        "income": rs.lognormal(10.2, 0.5, n), "debt": rs.lognormal(8.8, 0.8, n),
        "months_employed": rs.exponential(60, n), "utilisation": rs.beta(2, 3, n),
        "purpose": rs.choice(["car", "home", "debt", "study", "other"], n), "term": rs.choice([24, 36, 60], n),
    })
    s = (-4.2 + 2.8 * b.utilisation + 0.7 * (np.log(b.debt) - np.log(b.income) + 1.4)
         - 0.006 * b.months_employed + 0.5 * (b.purpose == "debt") + 0.015 * b.term)
    default = rs.binomial(1, 1 / (1 + np.exp(-s)))
    b["months_employed"] = b["months_employed"].mask(rs.random(n) < 0.12)
    return b, default


def three_parts(X, y, sizes):
    Xm, Xo, ym, yo = train_test_split(X, y, train_size=sizes["model"], stratify=y, random_state=SEED)
    share = sizes["calibrate"] / (sizes["calibrate"] + sizes["report"])
    Xc, Xr, yc, yr = train_test_split(Xo, yo, train_size=share, stratify=yo, random_state=SEED)
    return (Xm, ym), (Xc, yc), (Xr, yr)


def quality(tag, y, p):
    info("%-22s brier %.5f  logloss %.5f  auc %.4f  mean p %.4f (observed %.4f)", tag, brier_score_loss(y, p),
         log_loss(y, p), roc_auc_score(y, p), p.mean(), y.mean())


def train_and_dump(folder):
    X, y = book()
    (Xm, ym), (Xc, yc), report = three_parts(X, y, CONF["parts"])
    info("rows %d / %d / %d, defaults %d / %d / %d", len(ym), len(yc), len(report[1]), ym.sum(), yc.sum(), report[1].sum())
    cols = make_column_transformer(
        (FunctionTransformer(np.log1p), ["income", "debt"]),
        (SimpleImputer(strategy="median", add_indicator=True), ["months_employed"]),
        (OrdinalEncoder(), ["purpose"]),
        ("passthrough", ["utilisation", "term"]),
    )
    raw = make_pipeline(cols, GradientBoostingClassifier(random_state=SEED, **CONF["gbm"])).fit(Xm, ym)
    joblib.dump(raw, folder / "raw.joblib")

    frozen = FrozenEstimator(joblib.load(folder / "raw.joblib"))
    for method in ("sigmoid", "isotonic"):
        cal = CalibratedClassifierCV(frozen, method=method).fit(Xc, yc)
        joblib.dump(cal, folder / f"{method}.joblib")
    return report


with tempfile.TemporaryDirectory() as tmp:
    tmp = pathlib.Path(tmp)
    X_rep, y_rep = train_and_dump(tmp)
    for file in ("raw", "sigmoid", "isotonic"):
        p = joblib.load(tmp / f"{file}.joblib").predict_proba(X_rep)[:, 1]
        quality(file, y_rep, np.clip(p, 1e-4, 1 - 1e-4))
        frac, mean = calibration_curve(y_rep, p, n_bins=5, strategy="quantile")
        info("    reliability %s", " ".join(f"{m:.3f}->{f:.3f}" for m, f in zip(mean, frac)))
