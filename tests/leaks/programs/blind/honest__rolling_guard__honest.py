# kind: honest
# verdict: honest
# why: one warm scaler and classifier learn with partial_fit through the whole run and in the end have seen most scored days, but each day is scored before it is learned and is learned only once its labels have come in
# options: --time time --label-time label_known
import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

SEED = 0
START = pd.Timestamp("2025-01-26")
STEP = pd.Timedelta(days=5)
COLUMNS = ["log_amount", "night", "n_last_day", "distance", "speed", "age", "age_unknown", "travel", "food"]


@dataclass
class Guard:
    """Online detector of bad payments."""
    scaler: StandardScaler = field(default_factory=StandardScaler)
    clf: SGDClassifier = field(default_factory=lambda: SGDClassifier(loss="log_loss", alpha=2e-3, random_state=SEED,
                                                                     learning_rate="constant", eta0=0.01))
    seen: int = 0

    def learn(self, rows: pd.DataFrame) -> None:
        if rows.empty:
            return
        X, y = rows[COLUMNS].to_numpy(), rows["fraud"].to_numpy()
        self.scaler.partial_fit(X)
        Z = self.scaler.transform(X)
        rng = np.random.default_rng(SEED + self.seen)
        for _ in range(5):
            o = rng.permutation(len(y))
            self.clf.partial_fit(Z[o], y[o], classes=[0, 1], sample_weight=np.where(y[o] == 1, 10.0, 1.0))
        self.seen += len(y)

    def alarm(self, rows: pd.DataFrame) -> np.ndarray:
        return self.clf.decision_function(self.scaler.transform(rows[COLUMNS].to_numpy()))


def read():
    d = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time", kind="stable")
    d["log_amount"] = np.log(d["amount"])
    d["night"] = ((d["hour"] < 6) | (d["hour"] >= 23)).astype(float)
    d["distance"] = np.sqrt(d["distance_km"])
    d["age_unknown"] = d["device_age"].isna().astype(float)
    d["age"] = d["device_age"].fillna(0.0) / 30
    d["travel"] = (d["category"] == "travel").astype(float)
    d["food"] = (d["category"] == "food").astype(float)
    return d.set_index("payment_id")


def main():
    data = read()
    guard = Guard()
    learned_until = pd.Timestamp.min
    end = data["time"].max()
    now, report = START, []
    while now < end:
        arrived = data[(data["label_known"] < now) & (data["label_known"] >= learned_until)]
        guard.learn(arrived)
        learned_until = now
        today = data[(data["time"] >= now) & (data["time"] < now + STEP)]
        if today["fraud"].nunique() == 2:
            margin = guard.alarm(today)
            top = np.argsort(-margin)[:20]
            report.append({
                "from": now.date(), "learned": guard.seen, "scored": len(today), "frauds": today["fraud"].sum(),
                "auc": roc_auc_score(today["fraud"], margin), "caught_in_20": today["fraud"].to_numpy()[top].sum(),
            })
        now += STEP
    table = pd.DataFrame(report)
    print(table.to_string(index=False, float_format="{:.3f}".format))
    print("AUC weighted by frauds: {:.3f}".format(np.average(table["auc"], weights=table["frauds"])))


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        main()
