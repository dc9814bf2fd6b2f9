# kind: label-delay
# verdict: honest
# why: fraud rates of terminals are built from labels over the whole table in one pass, but each label enters only after the moment it was known, which is later than the five-day block its row is scored in; models use only labels known at the start of the block.
# options: --time time --label-time label_known --target fraud --not-at-prediction chargeback

"""Take-home task, part 2: terminal risk.

"Our analysts say that some terminals turn bad for a while. Build a model that knows
about it, replay the two months in order and report how well it would have ranked
the payments of each five-day block."
"""
import heapq
from collections import defaultdict

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier

SEED = 0


class Ledger:
    """Running fraud counts per key; entries wait in a queue until they are due."""

    def __init__(self, strength):
        self.strength = strength
        self.queue = []
        self.seen = defaultdict(int)
        self.bad = defaultdict(int)
        self.total_seen = self.total_bad = 0

    def settle(self, now):
        while self.queue and self.queue[0][0] < now:
            _, _, keys, label = heapq.heappop(self.queue)
            for key in keys:
                self.seen[key] += 1
                self.bad[key] += label
            self.total_seen += 1
            self.total_bad += label

    def rate(self, key):
        base = (self.total_bad + 1) / (self.total_seen + 50)
        return (self.bad[key] + self.strength * base) / (self.seen[key] + self.strength)

    def enter(self, due, number, keys, label):
        heapq.heappush(self.queue, (due, number, keys, label))


def replay(payments):
    ledger = Ledger(strength=15)
    out = []
    for number, row in enumerate(payments.itertuples(index=False)):
        ledger.settle(row.time)
        terminal, customer = ("t", row.terminal_id), ("c", row.customer_id)
        out.append((ledger.rate(terminal), ledger.bad[terminal], ledger.rate(customer), ledger.seen[customer]))
        ledger.enter(row.label_known, number, (terminal, customer), row.fraud)
    return np.array(out)


def ap(labels, scores):
    ranked = np.asarray(labels)[np.argsort(-np.asarray(scores), kind="stable")]
    at = np.flatnonzero(ranked == 1) + 1
    return float(np.mean(np.arange(1, len(at) + 1) / at)) if len(at) else float("nan")


def main():
    p = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time", ignore_index=True)
    categories = ["food", "fuel", "clothes", "travel", "games"]
    base = np.column_stack([
        np.log1p(p.amount), np.sin(p.hour * np.pi / 12), np.cos(p.hour * np.pi / 12),
        p.n_last_day, np.log1p(p.distance_km), p.speed, p.device_age.fillna(-1),
        *[(p.category == c).astype(float) for c in categories],
    ])
    X = np.hstack([base, replay(p)])
    y = p.fraud.to_numpy()

    starts = pd.date_range("2025-01-25", periods=7, freq="5D")
    collected = []
    for start in starts:
        stop = start + pd.Timedelta(days=5)
        past = ((p.time < start) & (p.label_known < start)).to_numpy()
        block = ((p.time >= start) & (p.time < stop)).to_numpy()

        # frauds are rare: give both classes the same total weight
        weight = np.where(y[past] == 1, 0.5 / y[past].mean(), 0.5 / (1 - y[past].mean()))
        model = GradientBoostingClassifier(
            n_estimators=50, max_depth=3, learning_rate=0.1, subsample=0.7, random_state=SEED)
        model.fit(X[past], y[past], sample_weight=weight)
        score = model.predict_proba(X[block])[:, 1]
        collected.append((y[block], score))
        print(f"{start:%d %b}: {past.sum():4d} past, {block.sum():3d} payments, "
              f"{y[block].sum():2d} frauds, AP {ap(y[block], score):.3f}")

    labels, scores = (np.concatenate(part) for part in zip(*collected))
    print(f"mean AP of the blocks {np.nanmean([ap(a, b) for a, b in collected]):.3f}")
    print(f"AP of all blocks together {ap(labels, scores):.3f} (share of frauds {labels.mean():.3f})")


if __name__ == "__main__":
    main()
