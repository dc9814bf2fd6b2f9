# kind: honest
# verdict: honest
# why: The scored rows stand last in the booster's watch list, the place that XGBoost uses for early stopping by default, but the callback names the tuning part, so the scored rows are only logged.
# options: --groups pump --target failure
"""Failure warning for a fleet of pumps: native booster, cost-based alarm level."""
from dataclasses import dataclass, asdict

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0


@dataclass
class BoosterParams:
    objective: str = "binary:logistic"
    eta: float = 0.07
    max_depth: int = 4
    min_child_weight: float = 3.0
    subsample: float = 0.8
    colsample_bytree: float = 0.7
    eval_metric: str = "aucpr"
    nthread: int = 1
    seed: int = SEED


@dataclass(frozen=True)
class Economics:
    breakdown: float = 900.0
    inspection: float = 70.0


def simulate_fleet(rng, pumps=420, mean_shifts=14):
    shifts = rng.poisson(mean_shifts, pumps) + 2
    pump = np.repeat(np.arange(pumps), shifts)
    wear = rng.gamma(2.0, 1.0, pumps)[pump]
    age = rng.integers(0, 15, pumps)[pump]
    n = len(pump)
    vibration = 1.2 + 0.35 * wear + rng.normal(0, 0.6, n)
    oil_temp = 55 + 2.0 * wear + 0.4 * age + rng.normal(0, 5, n)
    pressure = 8 - 0.2 * wear + rng.normal(0, 0.8, n)
    load = rng.beta(4, 2, n)
    hazard = -7.2 + 0.55 * wear + 0.9 * vibration + 0.06 * (oil_temp - 55) + 1.1 * load * (age > 9)
    failure = (rng.random(n) < 1 / (1 + np.exp(-hazard))).astype(int)
    vibration[rng.random(n) < 0.06] = np.nan
    return pd.DataFrame(dict(pump=pump, age=age, vibration=vibration, oil_temp=oil_temp,
                             pressure=pressure, load=load, failure=failure))


def allot(ids, shares, rng):
    unique = rng.permutation(np.unique(ids))
    cuts = (np.cumsum(list(shares.values()))[:-1] * len(unique)).astype(int)
    return dict(zip(shares, np.split(unique, cuts)))


class FailureWarning:
    features = ["age", "vibration", "oil_temp", "pressure", "load"]

    def __init__(self, params: BoosterParams, money: Economics, patience=40):
        self.params, self.money, self.patience = asdict(params), money, patience

    def matrix(self, rows):
        return xgb.DMatrix(rows[self.features], label=rows["failure"], feature_names=self.features)

    def train(self, parts):
        data = {name: self.matrix(rows) for name, rows in parts.items()}
        stopper = xgb.callback.EarlyStopping(rounds=self.patience, data_name="tune", metric_name="aucpr",
                                             maximize=True, save_best=True)
        self.history = {}
        self.booster = xgb.train(self.params, data["fit"], num_boost_round=500,
                                 evals=[(data[k], k) for k in ("fit", "tune", "report")],
                                 evals_result=self.history, callbacks=[stopper], verbose_eval=False)
        self.level = self.cheapest_level(parts["tune"])
        return self

    def score(self, rows):
        return self.booster.predict(self.matrix(rows))

    def bill(self, y, alarm):
        return self.money.inspection * alarm.sum() + self.money.breakdown * ((y == 1) & ~alarm).sum()

    def cheapest_level(self, rows):
        p, y = self.score(rows), rows["failure"].to_numpy()
        levels = np.quantile(p, np.linspace(0.5, 0.995, 60))
        return levels[np.argmin([self.bill(y, p >= t) for t in levels])]


def main():
    rng = np.random.default_rng(SEED)
    fleet = simulate_fleet(rng)
    ids = allot(fleet["pump"], {"fit": 0.5, "tune": 0.2, "report": 0.3}, rng)
    parts = {name: fleet[fleet["pump"].isin(members)] for name, members in ids.items()}
    for name, rows in parts.items():
        print(f"{name:7s} {len(rows):5d} shifts, failures {rows['failure'].mean():.3%}")
    system = FailureWarning(BoosterParams(), Economics()).train(parts)

    rows = parts["report"]
    p, y = system.score(rows), rows["failure"].to_numpy()
    rounds = system.booster.num_boosted_rounds()
    curve = pd.DataFrame({k: v["aucpr"] for k, v in system.history.items()})
    print(f"kept {rounds} rounds of {len(curve)}")
    print(curve.iloc[[0, rounds - 1, -1]].round(4).to_string())
    print(f"report pumps: AUC {roc_auc_score(y, p):.3f}  AP {average_precision_score(y, p):.3f}")
    alarm = p >= system.level
    print(f"bill per 100 shifts {100 * system.bill(y, alarm) / len(y):.0f} "
          f"(without alarms {100 * system.bill(y, np.zeros(len(y), bool)) / len(y):.0f})")


if __name__ == "__main__":
    main()
