# kind: honest
# verdict: honest
# why: One model is updated again and again with rows it is also scored on, but each payment is scored first and enters training only on a later day, after its label has arrived.
# options: --time time --label-time label_known --not-at-prediction chargeback --target fraud
"""Streaming replay of the card log: hashed features, an online logistic model, a queue of labels."""
import heapq
from collections import deque

import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
SETTINGS = {
    "buckets": 2 ** 10,
    "warmup_days": 21,
    "positive_weight": 12.0,
    "replay": 250,
    "epochs": 2,
    "alert_quota": 4,
}


class Inbox:
    """Labels in the order in which they arrive."""

    def __init__(self):
        self._heap = []

    def post(self, when, key):
        heapq.heappush(self._heap, (when, key))

    def collect(self, now):
        out = []
        while self._heap and self._heap[0][0] < now:
            out.append(heapq.heappop(self._heap)[1])
        return out


class OnlineScorer:
    def __init__(self, settings, rng):
        self.s, self.rng = settings, rng
        self.hasher = FeatureHasher(settings["buckets"], input_type="dict")
        self.model = SGDClassifier(loss="log_loss", alpha=2e-4, learning_rate="constant", eta0=0.02,
                                   average=True, random_state=SEED)
        self.memory = deque(maxlen=settings["replay"])
        self.ready = False

    @staticmethod
    def tokens(r):
        bag = {f"cat={r.category}": 1.0, f"home={r.country}": 1.0, f"h={int(r.hour) // 4}": 1.0,
               f"term={r.terminal_id}": 1.0, f"amt={int(np.log2(1 + r.amount))}": 1.0,
               f"dist={int(np.log2(1 + r.distance_km))}": 1.0, f"burst={min(r.n_last_day, 5)}": 1.0,
               "log_amount": np.log1p(r.amount) / 5, "speed": r.speed / 3}
        if np.isnan(r.device_age):
            bag["device=unknown"] = 1.0
        else:
            bag[f"device={int(r.device_age) // 12}"] = 1.0
        return bag

    def encode(self, records):
        return self.hasher.transform([self.tokens(r) for r in records])

    def learn(self, labelled):
        self.memory.extend(labelled)
        batch = list(labelled) + list(self.memory)
        for _ in range(self.s["epochs"]):
            order = self.rng.permutation(len(batch))
            shuffled = [batch[i] for i in order]
            y = np.array([label for _, label in shuffled])
            w = np.where(y == 1, self.s["positive_weight"], 1.0)
            self.model.partial_fit(self.encode([r for r, _ in shuffled]), y, classes=[0, 1], sample_weight=w)
        self.ready = True

    def score(self, records):
        return self.model.decision_function(self.encode(records))


def replay(log, settings):
    scorer, inbox = OnlineScorer(settings, np.random.default_rng(SEED)), Inbox()
    records = list(log.drop(columns=["fraud", "label_known"]).itertuples(index=False))
    label, arrives = log["fraud"].to_numpy(), log["label_known"].to_list()
    sheet = []
    for day, part in log.groupby(log["time"].dt.normalize(), sort=True):
        index = part.index.to_numpy()
        arrived = inbox.collect(day)
        if arrived:
            scorer.learn([(records[i], label[i]) for i in arrived])
        if scorer.ready:
            for i, s in zip(index, scorer.score([records[i] for i in index])):
                sheet.append((day, i, s))
        for i in index:
            inbox.post(arrives[i], i)
    return pd.DataFrame(sheet, columns=["day", "row", "score"])


def main():
    log = (pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
           .drop(columns=["chargeback", "payment_id", "customer_id"]))
    sheet = replay(log, SETTINGS)
    sheet["fraud"] = log["fraud"].to_numpy()[sheet["row"]]
    start = log["time"].min().normalize() + pd.Timedelta(days=SETTINGS["warmup_days"])
    late = sheet[sheet["day"] >= start]
    print(f"prequential rows {len(late)}, frauds {late['fraud'].sum()}")
    print(f"prequential AUC {roc_auc_score(late['fraud'], late['score']):.3f}, "
          f"AP {average_precision_score(late['fraud'], late['score']):.3f}")
    rank = late.groupby("day")["score"].rank(ascending=False, method="first")
    caught = late.loc[rank <= SETTINGS["alert_quota"], "fraud"]
    print(f"{SETTINGS['alert_quota']} alerts a day: precision {caught.mean():.3f}, "
          f"recall {caught.sum() / late['fraud'].sum():.3f}")


main()
