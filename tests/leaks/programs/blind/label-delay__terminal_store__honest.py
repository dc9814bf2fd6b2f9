# kind: honest
# verdict: honest
# why: Terminal fraud rates and training labels come from the same log as the scored payments, but the as-of join is on the moment each label became known, and scored blocks are shorter than the shortest delay.
# options: --time time --label-time label_known --not-at-prediction chargeback --target fraud
"""Backtest of the payment scorer with an as-of feature store (terminal risk, customer spend)."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from xgboost import XGBClassifier

SEED = 0


@dataclass(frozen=True)
class BacktestConfig:
    path: str = "payments.csv"
    first_block: str = "2025-01-25"
    block: pd.Timedelta = pd.Timedelta(days=5)
    tail_share: float = 0.25
    daily_budget: int = 3
    prior_strength: float = 6.0
    base_rate: float = 0.03
    model: dict = field(default_factory=lambda: dict(
        n_estimators=200, learning_rate=0.1, max_depth=3, subsample=0.8, colsample_bytree=0.8,
        min_child_weight=2, eval_metric="logloss", early_stopping_rounds=25, n_jobs=1))


class FeatureStore:
    """Serves every payment the state of its keys at the time of payment."""

    def __init__(self, log: pd.DataFrame, cfg: BacktestConfig):
        self.log, self.cfg = log, cfg

    def outcome_view(self) -> pd.DataFrame:
        view = self.log[["terminal_id", "fraud"]].copy()
        view["at"] = self.log["label_known"]
        view = view.sort_values("at", kind="stable")
        by_terminal = view.groupby("terminal_id")["fraud"]
        view["bad"] = by_terminal.cumsum()
        view["seen"] = by_terminal.cumcount() + 1
        return view[["at", "terminal_id", "bad", "seen"]]

    def spend_view(self) -> pd.DataFrame:
        spend = self.log[["time", "customer_id", "amount"]].rename(columns={"time": "at"})
        spend["usual_amount"] = spend.groupby("customer_id")["amount"].transform(lambda s: s.expanding().mean())
        return spend[["at", "customer_id", "usual_amount"]]

    def materialise(self) -> pd.DataFrame:
        rows = self.log.sort_values("time", kind="stable")
        rows = pd.merge_asof(rows, self.outcome_view(), left_on="time", right_on="at",
                             by="terminal_id", allow_exact_matches=False).drop(columns="at")
        rows = pd.merge_asof(rows, self.spend_view(), left_on="time", right_on="at",
                             by="customer_id", allow_exact_matches=False).drop(columns="at")
        a = self.cfg.prior_strength
        bad, seen = rows.pop("bad").fillna(0.0), rows.pop("seen").fillna(0.0)
        rows["terminal_risk"] = (bad + a * self.cfg.base_rate) / (seen + a)
        rows["amount_ratio"] = rows["amount"] / rows["usual_amount"]
        rows["night"] = rows["hour"].lt(6).astype(int)
        return rows


class Backtest:
    columns = ["amount", "hour", "night", "n_last_day", "distance_km", "speed", "device_age",
               "amount_ratio", "terminal_risk"]

    def __init__(self, rows: pd.DataFrame, cfg: BacktestConfig):
        self.rows, self.cfg = rows, cfg

    def blocks(self):
        start = pd.Timestamp(self.cfg.first_block)
        while start + self.cfg.block <= self.rows["time"].max():
            yield start, start + self.cfg.block
            start += self.cfg.block

    def train(self, start: pd.Timestamp) -> XGBClassifier:
        history = self.rows.loc[self.rows["label_known"] < start]
        split = int(len(history) * (1 - self.cfg.tail_share))
        head, tail = history.iloc[:split], history.iloc[split:]
        model = XGBClassifier(random_state=SEED, **self.cfg.model)
        return model.fit(head[self.columns], head["fraud"],
                         eval_set=[(tail[self.columns], tail["fraud"])], verbose=False)

    def run(self) -> pd.DataFrame:
        parts = []
        for start, stop in self.blocks():
            block = self.rows.loc[self.rows["time"].ge(start) & self.rows["time"].lt(stop)]
            score = self.train(start).predict_proba(block[self.columns])[:, 1]
            parts.append(block[["time", "fraud"]].assign(block=start.date(), score=score))
        return pd.concat(parts, ignore_index=True)


def summarise(scored: pd.DataFrame, cfg: BacktestConfig) -> None:
    per_block = pd.DataFrame({
        name: {"n": len(g), "frauds": g["fraud"].sum(), "auc": roc_auc_score(g["fraud"], g["score"]),
               "ap": average_precision_score(g["fraud"], g["score"])}
        for name, g in scored.groupby("block")}).T
    print(per_block.round(3).to_string())
    alerts = scored.sort_values("score", ascending=False).groupby(scored["time"].dt.date).head(cfg.daily_budget)
    print(f"mean AUC {per_block['auc'].mean():.3f}  mean AP {per_block['ap'].mean():.3f}")
    print(f"alert precision at {cfg.daily_budget}/day {alerts['fraud'].mean():.3f}, "
          f"recall {alerts['fraud'].sum() / scored['fraud'].sum():.3f}")


if __name__ == "__main__":
    config = BacktestConfig()
    payments = pd.read_csv(config.path, parse_dates=["time", "label_known"])
    table = FeatureStore(payments.drop(columns="chargeback"), config).materialise()
    summarise(Backtest(table, config).run(), config)
