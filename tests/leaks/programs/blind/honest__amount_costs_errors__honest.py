# kind: honest
# verdict: honest
# why: the per-row rule uses the amount known at payment time and a fixed review price; predictions are merged back by id and the error frames are only looked at
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
REVIEW_PRICE = 6.0


def payments(n=2000):
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(
        {
            "payment_id": [f"P{i:05d}" for i in range(n)],
            "amount": rng.lognormal(4, 1, n).round(2),
            "hour": rng.integers(0, 24, n),
            "age_days": rng.exponential(300, n),
            "foreign": rng.random(n) < 0.2,
        }
    )
    z = -4.6 + 0.4 * np.log(df["amount"] / 50) + 1.8 * df["foreign"] + 1.2 * (df["hour"] < 5)
    df["fraud"] = rng.random(n) < 1 / (1 + np.exp(-z))
    return df.sample(frac=1.0, random_state=SEED)  # shuffled index on purpose


original = payments()
features = pd.DataFrame(
    {
        "log_amount": np.log1p(original["amount"]),
        "night": (original["hour"] < 5).astype(int),
        "young": (original["age_days"] < 30).astype(int),
        "foreign": original["foreign"].astype(int),
    },
    index=original.index,
)

train_idx, test_idx = train_test_split(
    original.index.to_numpy(), test_size=0.35, stratify=original["fraud"], random_state=SEED
)
model = make_pipeline(StandardScaler(), LogisticRegression())
model.fit(features.loc[train_idx], original.loc[train_idx, "fraud"])

scores = pd.DataFrame(
    {
        "payment_id": original.loc[test_idx, "payment_id"],
        "p": model.predict_proba(features.loc[test_idx])[:, 1],
    }
).reset_index(drop=True)

test = original.reset_index(drop=True).merge(
    scores, on="payment_id", how="inner", validate="one_to_one"
)
test["review"] = test["p"] * test["amount"] > REVIEW_PRICE


def bill(row):
    if row["review"]:
        return REVIEW_PRICE
    return row["amount"] if row["fraud"] else 0.0


test["cost"] = test.apply(bill, axis=1)
do_nothing = test.loc[test["fraud"], "amount"].sum()
review_all = REVIEW_PRICE * len(test)
print(f"AP {average_precision_score(test['fraud'], test['p']):.3f}")
print(f"cost with the rule {test['cost'].sum():.0f}, nothing {do_nothing:.0f}, all {review_all:.0f}")

errors = test[test["review"] != test["fraud"]]
missed = errors[errors["fraud"]].nlargest(5, "amount")
print("errors:", len(errors), "of", len(test))
print(missed[["payment_id", "amount", "hour", "foreign", "p"]].round(3).to_string(index=False))
print(errors.groupby("foreign")["cost"].agg(["count", "sum", "mean"]).round(2))
