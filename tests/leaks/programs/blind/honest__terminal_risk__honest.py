# kind: honest
# verdict: honest
# why: the past fraud rate of a terminal counts only labels known before the payment (and before the test starts), and the cut comes from an earlier window, so no label is used too early
# options: --time time --label-time label_known
"""Fraud rate of terminals and cards as of each payment, with the delay of the labels; lift and cost tables."""
import argparse

import numpy as np
import pandas as pd
from xgboost import XGBClassifier

SEED = 0
DAY = np.timedelta64(1, "D")


def rate_as_of(frame, key, moments, strength=30.0, base=0.03):
    """For each row: smoothed share of frauds among rows of the same key whose label was known at its moment."""
    known_at = frame["label_known"].to_numpy()
    fraud = frame["fraud"].to_numpy()
    out = np.full(len(frame), base)
    count = np.zeros(len(frame), dtype=int)
    for rows in frame.groupby(key).indices.values():
        by_known = rows[np.argsort(known_at[rows], kind="stable")]
        total = np.r_[0, np.cumsum(fraud[by_known])]
        n = np.searchsorted(known_at[by_known], moments[rows], side="left")
        out[rows] = (total[n] + strength * base) / (n + strength)
        count[rows] = n
    return out, count


def build(frame, freeze):
    moments = np.minimum(frame["time"].to_numpy(), freeze)
    feats = frame[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]].copy()
    feats["term_rate"], feats["term_n"] = rate_as_of(frame, "terminal_id", moments)
    feats["card_rate"], feats["card_n"] = rate_as_of(frame, "customer_id", moments, strength=5.0)
    for name in ("travel", "clothes", "games", "fuel"):
        feats["is_" + name] = (frame["category"] == name).astype(int)
    gap = frame.groupby("customer_id")["time"].diff() / pd.Timedelta(hours=1)
    feats["gap_hours"] = gap
    return feats


def cost(y, amount, flagged, review=4.0):
    return float(amount[(y == 1) & ~flagged].sum() + review * flagged.sum())


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("--file", default="payments.csv")
    ap.add_argument("--valid-day", type=int, default=30)
    ap.add_argument("--test-day", type=int, default=45)
    args, _ = ap.parse_known_args(argv)

    pay = pd.read_csv(args.file, parse_dates=["time", "label_known"]).drop(columns="chargeback")
    pay = pay.sort_values("time", kind="stable").reset_index(drop=True)
    start = pay["time"].dt.normalize().iloc[0].to_datetime64()
    t_valid, t_test = start + args.valid_day * DAY, start + args.test_day * DAY

    X = build(pay, freeze=t_test)
    when, known = pay["time"].to_numpy(), pay["label_known"].to_numpy()
    fit = known < t_valid
    tune = (when >= t_valid) & (known < t_test)
    test = when >= t_test
    y, amount = pay["fraud"].to_numpy(), pay["amount"].to_numpy()
    print(f"fit {fit.sum()} ({y[fit].sum()})  cut window {tune.sum()} ({y[tune].sum()})  test {test.sum()} ({y[test].sum()})")

    model = XGBClassifier(n_estimators=90, max_depth=3, learning_rate=0.07, subsample=0.8, colsample_bytree=0.8,
                          n_jobs=1, random_state=SEED)
    model.fit(X[fit], y[fit])
    p = model.predict_proba(X)[:, 1]

    grid = np.quantile(p[tune], np.linspace(0.5, 0.995, 60))
    cut = min(grid, key=lambda c: cost(y[tune], amount[tune], p[tune] >= c))

    yt, at, pt = y[test], amount[test], p[test]
    flagged = pt >= cut
    print(f"cut {cut:.4f}: flagged {flagged.sum()}, recall {flagged[yt == 1].mean():.3f}, "
          f"cost {cost(yt, at, flagged):.0f} (no review at all: {at[yt == 1].sum():.0f})")

    print("\ncost curve on the test window")
    for share in (0.01, 0.02, 0.05, 0.10, 0.20, 0.40):
        c = np.quantile(pt, 1 - share)
        print(f"  review {share:4.0%}  cost {cost(yt, at, pt >= c):8.0f}  recall {(pt >= c)[yt == 1].mean():.3f}")

    order = np.argsort(-pt, kind="stable")
    tenths = np.array_split(yt[order], 10)
    print("\nlift by tenth:", " ".join(f"{t.mean() / yt.mean():.2f}" for t in tenths))
    names = pd.Series(model.feature_importances_, index=X.columns).sort_values(ascending=False)
    print(names.head(6).round(3).to_string())


if __name__ == "__main__":
    main()
