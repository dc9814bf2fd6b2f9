# kind: target-encoding
# verdict: honest
# why: the city rates come from training customers set aside for that table alone; no label of a scored row enters its feature, although labels do enter a feature
# options:
"""Take-home task, telecom retention team.

"Build a churn model that makes use of the city, which has far too many
values for one-hot columns.  Report AUC and average precision on 25 % of the
customers."
"""
from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("retention")


@dataclass
class Settings:
    path: str = "churn.csv"
    test_share: float = 0.25
    smoothing: float = 6.0
    table_share: float = 0.4
    numeric: list[str] = field(
        default_factory=lambda: ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
    )


@dataclass
class Report:
    n_test: int
    churn_share: float
    auc: float
    average_precision: float


class ChurnTask:
    def __init__(self, settings: Settings, seed: int) -> None:
        self.settings = settings
        self.seed = seed
        self.frame = self._read()

    def _read(self) -> pd.DataFrame:
        frame = pd.read_csv(self.settings.path).drop(columns="exit_survey")
        frame["y"] = frame.pop("churned").eq("yes").astype(int)
        # a charge of zero or less is a booking error
        frame["monthly_charges"] = frame["monthly_charges"].where(frame["monthly_charges"] > 0)
        frame["is_monthly"] = frame["contract"].eq("monthly").astype(int)
        return frame

    def rate_table(self, rows: pd.DataFrame) -> pd.Series:
        base = rows["y"].mean()
        grouped = rows.groupby("city")["y"].agg(["sum", "count"])
        m = self.settings.smoothing
        table = (grouped["sum"] + m * base) / (grouped["count"] + m)
        table.loc["__other__"] = base
        return table

    @staticmethod
    def look_up(rows: pd.DataFrame, table: pd.Series) -> np.ndarray:
        return rows["city"].map(table).fillna(table["__other__"]).to_numpy()

    def with_city_rate(self, history: pd.DataFrame, *others: pd.DataFrame) -> list[pd.DataFrame]:
        table = self.rate_table(history)
        log.info("city table made, %d customers set aside for it", len(history))
        return [rows.assign(city_rate=self.look_up(rows, table)) for rows in others]

    def run(self) -> Report:
        train, test = train_test_split(
            self.frame, test_size=self.settings.test_share, stratify=self.frame["y"], random_state=self.seed
        )
        # one part of the training customers serves the city table, the rest the model
        history, train = train_test_split(
            train, train_size=self.settings.table_share, stratify=train["y"], random_state=self.seed + 1
        )
        train, test = self.with_city_rate(history, train, test)
        columns = self.settings.numeric + ["is_monthly", "city_rate"]
        model = HistGradientBoostingClassifier(
            max_iter=80, learning_rate=0.06, max_leaf_nodes=8, early_stopping=False, random_state=self.seed
        )
        model.fit(train[columns], train["y"])
        p = model.predict_proba(test[columns])[:, 1]
        return Report(
            n_test=len(test),
            churn_share=round(float(test["y"].mean()), 4),
            auc=round(float(roc_auc_score(test["y"], p)), 4),
            average_precision=round(float(average_precision_score(test["y"], p)), 4),
        )


if __name__ == "__main__":
    task = ChurnTask(Settings(), SEED)
    log.info("%d customers, %d cities", len(task.frame), task.frame["city"].nunique())
    print(json.dumps(asdict(task.run()), indent=2))
