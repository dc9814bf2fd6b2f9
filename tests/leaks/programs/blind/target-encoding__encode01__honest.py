# kind: target-encoding
# verdict: honest
# why: The smoothed fraud rate per merchant comes from training rows only: out of fold for the training part, whole training part for the test part.
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold, train_test_split
from xgboost import XGBClassifier

SEED = 0


def make_payments(n=2200, n_merchants=350):
    rng = np.random.default_rng(SEED)
    effect = rng.normal(0, 0.7, n_merchants)
    merchant = rng.integers(0, n_merchants, n)
    amount = rng.lognormal(3, 1, n)
    abroad = (rng.random(n) < 0.15).astype(int)
    logit = -3.0 + effect[merchant] + 0.004 * amount + 0.8 * abroad
    return pd.DataFrame({
        "merchant": merchant,
        "amount": amount,
        "abroad": abroad,
        "fraud": (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int),
    })


def smoothed_rates(frame, strength=4.0):
    prior = frame["fraud"].mean()
    rates = (
        frame.groupby("merchant", as_index=False)
        .agg(n=("fraud", "size"), s=("fraud", "sum"))
        .assign(merchant_rate=lambda d: (d["s"] + strength * prior) / (d["n"] + strength))
    )
    return rates[["merchant", "merchant_rate"]], prior


def attach(frame, source):
    rates, prior = smoothed_rates(source)
    return frame.merge(rates, on="merchant", how="left").fillna({"merchant_rate": prior})


payments = make_payments()
train, test = train_test_split(payments, test_size=0.3, stratify=payments["fraud"], random_state=SEED)
test = attach(test, train)
parts = [
    attach(train.iloc[out], train.iloc[rest])
    for rest, out in KFold(5, shuffle=True, random_state=SEED).split(train)
]
train = pd.concat(parts, ignore_index=True)

features = ["amount", "abroad", "merchant_rate"]
model = XGBClassifier(
    n_estimators=60, max_depth=3, learning_rate=0.1, n_jobs=1, random_state=SEED,
    scale_pos_weight=float((train["fraud"] == 0).sum() / (train["fraud"] == 1).sum()),
)
model.fit(train[features], train["fraud"])
p = model.predict_proba(test[features])[:, 1]
print(f"AP {average_precision_score(test['fraud'], p):.3f}")
