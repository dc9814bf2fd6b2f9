# kind: outcome-feature
# verdict: honest
# why: `disputed` is merged in from the later chargebacks, but is kept out of the inputs and only counted among the alerts
import numpy as np
import pandas as pd

SEED = 0


def read_disputes(path):
    """Payments that the bank took back, as a table of its own."""
    ledger = pd.read_csv(path, usecols=["payment_id", "chargeback"])
    return ledger.query("chargeback == 1")[["payment_id"]].assign(disputed=1)


def logistic(X, y, steps=300, rate=0.3):
    """Gradient descent on the weighted log loss; the last weight is the intercept."""
    X = np.c_[X, np.ones(len(X))]
    cost = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    w = np.random.default_rng(SEED).normal(0, 0.01, X.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ w))
        w -= rate * X.T @ (cost * (p - y)) / len(y)
    return w


book = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).drop(columns="chargeback")
book = book.merge(read_disputes("payments.csv"), on="payment_id", how="left").fillna({"disputed": 0, "device_age": -1})
book["amount"] = np.log(book["amount"])

aside = ["payment_id", "customer_id", "terminal_id", "disputed", "fraud"]
inputs = book.select_dtypes("number").columns.difference(aside)
start = pd.Timestamp("2025-02-12")
old, new = book[book["label_known"] < start], book[book["time"] >= start]

center, spread = old[inputs].mean(), old[inputs].std()
w = logistic(((old[inputs] - center) / spread).to_numpy(), old["fraud"].to_numpy())
new = new.assign(score=((new[inputs] - center) / spread).to_numpy() @ w[:-1] + w[-1])
alerts = new.nlargest(50, "score")
print(dict(zip(inputs, w[:-1].round(2))))
print(f"recall in the top 50 of {len(new)}: {alerts['fraud'].sum() / new['fraud'].sum():.3f}")
print(f"alerts that were disputed later: {alerts['disputed'].sum():.0f}")
