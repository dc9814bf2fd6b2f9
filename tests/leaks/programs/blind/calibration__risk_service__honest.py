# kind: calibration
# verdict: honest
# why: the isotonic calibrator learns from out-of-fold predictions (whole patients left out), and the test patients take part in neither fit
# options: --groups patient_id
"""Interview task: calibrated disease risk for the wards.

usage: risk_service.py [--data patients.csv] [--trees 80] [--seed 0]
"""
import argparse
import logging
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, cross_val_predict

SEED = 0
NUMERIC = ["age", "bmi", *(f"lab{i}" for i in range(1, 9))]

logger = logging.getLogger("risk")


class Part(NamedTuple):
    X: np.ndarray
    y: np.ndarray
    patient: np.ndarray


class CalibratedForest:
    """Random forest followed by isotonic regression."""

    def __init__(self, trees: int, seed: int):
        self.forest = RandomForestClassifier(
            n_estimators=trees, min_samples_leaf=12, max_features=0.4, random_state=seed
        )
        self.curve = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip")

    def fit(self, part: Part) -> "CalibratedForest":
        self.forest.fit(part.X, part.y)
        raw = cross_val_predict(self.forest, part.X, part.y, groups=part.patient, cv=GroupKFold(4), method="predict_proba")[:, 1]
        self.curve.fit(raw, part.y)
        return self

    def raw(self, part: Part) -> np.ndarray:
        return self.forest.predict_proba(part.X)[:, 1]

    def risk(self, part: Part) -> np.ndarray:
        return self.curve.predict(self.raw(part))


def read(path: Path) -> Part:
    table = pd.read_csv(path)
    X = table[NUMERIC].copy()
    # a marker outside the range of every measurement stands for "not taken"
    X = X.fillna(-5.0)
    X["female"] = (table["sex"] == "f").astype(float)
    for ward in "ABCDEFGH":
        X[f"ward_{ward}"] = (table["ward"] == ward).astype(float)
    return Part(X.to_numpy(float), table["disease"].to_numpy(), table["patient_id"].to_numpy())


def split(part: Part, shares: int, seed: int) -> tuple[Part, Part]:
    deal = StratifiedGroupKFold(n_splits=shares, shuffle=True, random_state=seed)
    a, b = next(deal.split(part.X, part.y, part.patient))
    return Part(*(v[a] for v in part)), Part(*(v[b] for v in part))


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description="calibrated disease risk")
    parser.add_argument("--data", type=Path, default=Path("patients.csv"))
    parser.add_argument("--trees", type=int, default=80)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--test-one-in", type=int, default=3)
    args = parser.parse_args(argv)
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")

    train, test = split(read(args.data), args.test_one_in, args.seed)
    logger.info("train %d visits, test %d visits (%d ill)", len(train.y), len(test.y), test.y.sum())

    service = CalibratedForest(args.trees, args.seed).fit(train)
    risk = service.risk(test)
    logger.info("test AUC       %.3f", roc_auc_score(test.y, risk))
    logger.info("test Brier     %.4f", brier_score_loss(test.y, risk))
    logger.info("test log loss  %.4f", log_loss(test.y, risk))
    logger.info("mean risk %.3f against %.3f observed", risk.mean(), test.y.mean())
    return 0


if __name__ == "__main__":
    main()
