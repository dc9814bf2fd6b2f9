# kind: honest
# verdict: honest
# why: the seller's dispute rate is rebuilt for each order from disputes resolved before that order, each test window is shorter than the shortest delay, so no label of a window gets into features of that window, and training takes orders resolved before it only.
# options: --time ordered_at --label-time resolved_at
import os
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
PRIOR_RATE, PRIOR_WEIGHT = 0.08, 10.0
T0 = pd.Timestamp("2024-01-01")
SCORED_DAYS = 28


def make_orders():
    g = np.random.default_rng(SEED)
    n, sellers = 5200, 90
    bad = g.normal(0, 1.1, sellers)
    s = g.choice(sellers, n, p=g.dirichlet(np.full(sellers, 3.0)))
    minutes = g.integers(0, 270 * 24 * 60, n)
    o = pd.DataFrame({"seller": s, "ordered_at": T0 + pd.to_timedelta(minutes, unit="min"),
                      "price": g.lognormal(3.5, 0.8, n), "ship_days": g.gamma(3, 2, n),
                      "cross_border": g.integers(0, 2, n)})
    eta = -3.4 + bad[s] + 0.3 * (np.log(o.price) - 3.5) + 0.12 * (o.ship_days - 6) + 0.5 * o.cross_border
    o["disputed"] = (g.random(n) < 1 / (1 + np.exp(-eta))).astype(int)
    o["resolved_at"] = o["ordered_at"] + pd.to_timedelta(g.integers(30 * 24 * 60, 60 * 24 * 60, n), unit="min")
    return o.sort_values("ordered_at", kind="stable").reset_index(drop=True)


def known_history(orders):
    """For each order: how many of the seller's earlier orders were resolved before it, and how many were disputes."""
    done = np.zeros(len(orders))
    lost = np.zeros(len(orders))
    for _, ix in orders.groupby("seller").indices.items():
        when = orders["resolved_at"].to_numpy()[ix]
        by_date = np.argsort(when, kind="stable")
        running = np.r_[0, np.cumsum(orders["disputed"].to_numpy()[ix][by_date])]
        k = np.searchsorted(when[by_date], orders["ordered_at"].to_numpy()[ix], side="left")
        done[ix], lost[ix] = k, running[k]
    return done, lost


orders = make_orders()
done, lost = known_history(orders)
orders["seller_done"] = done
orders["seller_rate"] = (lost + PRIOR_RATE * PRIOR_WEIGHT) / (done + PRIOR_WEIGHT)

BASE = ["price", "ship_days", "cross_border"]
WITH_HISTORY = BASE + ["seller_done", "seller_rate"]
ys, plain, rich = [], [], []
for start in pd.to_datetime(["2024-06-01", "2024-07-01", "2024-08-01"]):
    end = start + pd.Timedelta(days=SCORED_DAYS)
    settled = orders[orders["resolved_at"] < start]
    batch = orders[(orders["ordered_at"] >= start) & (orders["ordered_at"] < end)]
    assert batch["resolved_at"].min() > batch["ordered_at"].max()
    for cols, sink in ((BASE, plain), (WITH_HISTORY, rich)):
        gbm = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=8, learning_rate=0.07, random_state=SEED)
        gbm.fit(settled[cols], settled["disputed"])
        sink.append(gbm.predict_proba(batch[cols])[:, 1])
    ys.append(batch["disputed"].to_numpy())
    print(f"{start:%b}: fitted on {len(settled)}, scored {len(batch)} ({ys[-1].sum()} disputes), "
          f"AUC without history {roc_auc_score(ys[-1], plain[-1]):.3f}, with {roc_auc_score(ys[-1], rich[-1]):.3f}")

y = np.concatenate(ys)
for name, p in (("without history", plain), ("with history", rich)):
    p = np.concatenate(p)
    print(f"{name:16s} AUC {roc_auc_score(y, p):.4f}  AP {average_precision_score(y, p):.4f}")
