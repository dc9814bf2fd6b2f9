# kind: threshold-on-test
# verdict: honest
# why: the alarm level is swept over the scores of the middle weeks and only applied to the last weeks, whose F1 is reported
# options:
import numpy as np
import pandas as pd
import xgboost as xgb

SEED = 0


def sweep(margin, label):
    """Cut with the best F1, found in one pass down the sorted margins."""
    order = np.argsort(margin)[::-1]
    hits = np.cumsum(label[order])
    called = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (called + label.sum())
    at = int(f1.argmax())
    below = margin[order[at + 1]] if at + 1 < len(order) else margin[order[at]] - 1
    return (margin[order[at]] + below) / 2


def confusion(alarm, label):
    tp = int(np.sum(alarm & (label == 1)))
    fp = int(np.sum(alarm & (label == 0)))
    fn = int(np.sum(~alarm & (label == 1)))
    return tp, fp, fn


def matrix(frame):
    kinds = ["food", "travel", "fuel"]
    blocks = [
        np.log1p(frame["amount"]),
        np.sin(frame["hour"] / 24 * 2 * np.pi),
        np.cos(frame["hour"] / 24 * 2 * np.pi),
        frame["n_last_day"],
        frame["distance_km"],
        frame["speed"],
        frame["device_age"],
    ] + [(frame["category"] == k).astype(float) for k in kinds]
    return np.column_stack(blocks).astype(np.float32)


data = pd.read_csv("payments.csv").sort_values("time", kind="stable")
when = pd.to_datetime(data["time"])
week = ((when - when.iloc[0].normalize()).dt.days // 7).to_numpy()
label = data["fraud"].to_numpy()
values = matrix(data)

early, middle, last = week <= 3, (week > 3) & (week <= 5), week > 5
booster = xgb.train(
    {"objective": "binary:logistic", "eta": 0.1, "max_depth": 3, "subsample": 0.8, "seed": SEED, "nthread": 1,
     "scale_pos_weight": 5},
    xgb.DMatrix(values[early], label=label[early]),
    num_boost_round=70,
)


def margins(rows):
    return booster.predict(xgb.DMatrix(values[rows]), output_margin=True).astype(float)


mid, late = margins(middle), margins(last)
for name, rows, m in (("middle", middle, mid), ("last", last, late)):
    print(f"{name:>7}: {rows.sum():5d} payments, {label[rows].sum():3d} frauds, mean margin {m.mean():+.2f}")

level = sweep(mid, label[middle])
tp, fp, fn = confusion(late > level, label[last])
print(f"alarm level {level:+.3f}")
print(f"last weeks: caught {tp}, missed {fn}, false alarms {fp}")
print(f"F1 of the last weeks {2 * tp / max(1, 2 * tp + fp + fn):.3f}")
