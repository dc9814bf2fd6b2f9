# kind: honest
# verdict: honest
# why: each day's model is trained only on rows whose label had already arrived by that morning
"""Sliding-window retraining for loan-payment returns with a label delay."""
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, confusion_matrix
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


@dataclass
class Schedule:
    first_day: int = 40
    last_day: int = 100
    window: int = 30
    retrain_every: int = 5
    cost_fp: float = 1.0
    cost_fn: float = 9.0

    @property
    def threshold(self) -> float:
        # Bayes rule for the cost matrix, no data needed
        return self.cost_fp / (self.cost_fp + self.cost_fn)


def simulate() -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    parts = []
    for day in range(101):
        n = 22
        f = rng.normal(size=(n, 5))
        w = np.array([1.1, 0.8 * np.cos(day / 40), -0.7, 0.8 * np.sin(day / 40), 0.0])
        p = 1 / (1 + np.exp(-(-2.6 + f @ w)))
        parts.append(pd.DataFrame(f, columns=[f"f{j}" for j in range(5)]).assign(
            day=day, returned=(rng.random(n) < p).astype(int),
            label_day=day + rng.integers(3, 11, n)))
    return pd.concat(parts, ignore_index=True)


def walk_forward(df: pd.DataFrame, cfg: Schedule, window: int | None):
    cols = [c for c in df.columns if c.startswith("f")]
    out, model = [], None
    for day in range(cfg.first_day, cfg.last_day + 1):
        if model is None or (day - cfg.first_day) % cfg.retrain_every == 0:
            known = df[df["label_day"] < day]
            if window is not None:
                known = known[known["day"] >= day - window]
            model = make_pipeline(StandardScaler(), LogisticRegression()).fit(known[cols], known["returned"])
        today = df[df["day"] == day]
        out.append(pd.DataFrame({"day": day, "y": today["returned"].to_numpy(),
                                 "p": model.predict_proba(today[cols])[:, 1]}))
    return pd.concat(out, ignore_index=True)


def report(name, scored, cfg):
    tn, fp, fn, tp = confusion_matrix(scored["y"], scored["p"] >= cfg.threshold).ravel()
    unit_cost = (cfg.cost_fp * fp + cfg.cost_fn * fn) / len(scored)
    print(f"{name:18s} AP {average_precision_score(scored['y'], scored['p']):.3f}  "
          f"recall {tp / (tp + fn):.3f}  cost/row {unit_cost:.3f}")
    by_block = scored.groupby(scored["day"] // 20 * 20)[["y", "p"]].apply(
        lambda g: average_precision_score(g["y"], g["p"]))
    print("   AP by 20-day block:", by_block.round(3).to_dict())


if __name__ == "__main__":
    cfg = Schedule()
    loans = simulate()
    print(f"{len(loans)} rows, {loans['returned'].mean():.3f} returned, threshold {cfg.threshold:.2f}")
    report("sliding window", walk_forward(loans, cfg, cfg.window), cfg)
    report("all known history", walk_forward(loans, cfg, None), cfg)
