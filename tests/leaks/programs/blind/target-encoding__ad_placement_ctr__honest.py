# kind: target-encoding
# verdict: honest
# why: the click-rate table handed to the custom transformer is built from the training impressions only; held-out placements are looked up, unknown ones get the training prior.
# options:
import logging
import os
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

SEED = 0
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s | %(message)s")
log = logging.getLogger("ctr")


@dataclass
class Cfg:
    n: int = 4200
    placements: int = 300
    smoothing: float = 25.0
    rounds: int = 60
    eta: float = 0.08


def impressions(cfg):
    g = np.random.default_rng(SEED)
    quality = g.normal(0, 0.9, cfg.placements)
    p = g.integers(0, cfg.placements, cfg.n)
    device = g.choice(["phone", "tablet", "desktop"], cfg.n, p=[0.6, 0.1, 0.3])
    hour = g.uniform(0, 24, cfg.n)
    area = g.lognormal(10.5, 0.6, cfg.n)
    scroll = g.beta(2, 3, cfg.n)
    z = (-3.4 + quality[p] + 0.9 * (device == "phone") - 2.8 * scroll
         + 0.8 * np.sin(hour / 24 * 2 * np.pi) + 0.5 * (np.log(area) - 10.5))
    click = (g.random(cfg.n) < 1 / (1 + np.exp(-z - 0.5))).astype(int)
    return pd.DataFrame({"placement": [f"pl_{i:04d}" for i in p], "device": device, "hour": hour,
                         "area": area, "scroll": scroll, "click": click})


def rate_table(frame, m):
    prior = frame["click"].mean()
    agg = frame.groupby("placement")["click"].agg(["sum", "count"])
    return ((agg["sum"] + m * prior) / (agg["count"] + m)).to_dict(), prior


class LookupRate(BaseEstimator, TransformerMixin):
    """Replaces a placement id by its click rate from a ready-made table."""

    def __init__(self, table=None, prior=0.0):
        self.table = table
        self.prior = prior

    def fit(self, X, y=None):
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X):
        return np.column_stack([X[c].map(self.table).fillna(self.prior) for c in X.columns])


def hour_waves(X):
    a = X.to_numpy() / 24 * 2 * np.pi
    return np.hstack([np.sin(a), np.cos(a)])


def main(cfg):
    df = impressions(cfg)
    log.info("%d impressions, %d clicks", len(df), df["click"].sum())
    train, test = train_test_split(df, test_size=0.3, stratify=df["click"], random_state=SEED)

    table, prior = rate_table(train, cfg.smoothing)
    prep = ColumnTransformer([
        ("rate", LookupRate(table, prior), ["placement"]),
        ("dev", OneHotEncoder(handle_unknown="ignore"), ["device"]),
        ("hour", FunctionTransformer(hour_waves), ["hour"]),
        ("area", FunctionTransformer(np.log1p), ["area"]),
        ("raw", "passthrough", ["scroll"]),
    ], sparse_threshold=0)
    Xtr = prep.fit_transform(train)
    Xte = prep.transform(test)

    params = {"objective": "binary:logistic", "max_depth": 3, "eta": cfg.eta, "subsample": 0.8,
              "min_child_weight": 3, "seed": SEED, "nthread": 1}
    booster = xgb.train(params, xgb.DMatrix(Xtr, label=train["click"]), num_boost_round=cfg.rounds)
    p = booster.predict(xgb.DMatrix(Xte))
    yt = test["click"].to_numpy()
    log.info("hold-out AUC %.4f  AP %.4f  logloss %.4f", roc_auc_score(yt, p),
             average_precision_score(yt, p), log_loss(yt, p))


if __name__ == "__main__":
    main(Cfg())
