# kind: honest
# verdict: honest
# why: the fraud rate of a terminal looks like target encoding, but each payment sees only labels known before its own time and never one known after the cut-over, so no scored label enters.
# options: --time time --label-time label_known
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
CUTOVER = pd.Timestamp("2025-02-08")
PRIOR_RATE, PRIOR_N = 0.02, 30      # house numbers from last year's annual report


def known_history(pay, key):
    """Running count of labels and of frauds per key, dated by the moment a label arrived."""
    news = pay[[key, "label_known", "fraud"]].sort_values("label_known", kind="stable")
    g = news.groupby(key)["fraud"]
    news = news.assign(n_known=g.cumcount() + 1, n_fraud=g.cumsum())
    return news.drop(columns="fraud")


def attach_memory(pay, key):
    asked = pay[["payment_id", key, "time"]].copy()
    asked["asof"] = asked["time"].clip(upper=CUTOVER)
    asked = asked.sort_values("asof", kind="stable")
    joined = pd.merge_asof(asked, known_history(pay, key), left_on="asof", right_on="label_known",
                           by=key, direction="backward", allow_exact_matches=False)
    joined[["n_known", "n_fraud"]] = joined[["n_known", "n_fraud"]].fillna(0)
    rate = (joined["n_fraud"] + PRIOR_RATE * PRIOR_N) / (joined["n_known"] + PRIOR_N)
    return pay["payment_id"].map(pd.Series(rate.to_numpy(), index=joined["payment_id"]))


def precision_at(y, s, k):
    return y[np.argsort(-s, kind="stable")[:k]].mean()


pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).drop(columns=["chargeback"])
pay["terminal_rate"] = attach_memory(pay, "terminal_id")
pay["customer_rate"] = attach_memory(pay, "customer_id")
pay["log_amount"] = np.log1p(pay["amount"])
pay["far_and_fast"] = pay["distance_km"] * pay["speed"].clip(lower=0)

features = ["log_amount", "n_last_day", "distance_km", "speed", "device_age", "far_and_fast"]
train = pay[pay["label_known"] < CUTOVER]
test = pay[pay["time"] >= CUTOVER]
y_test = test["fraud"].to_numpy()

lines = []
for title, cols in {"without memory": features, "with memory": features + ["terminal_rate", "customer_rate"]}.items():
    model = Pipeline([("gaps", SimpleImputer(strategy="median")), ("z", StandardScaler()),
                      ("lr", LogisticRegression(C=0.3, class_weight="balanced", max_iter=400, random_state=SEED))])
    model.fit(train[cols], train["fraud"])
    s = model.decision_function(test[cols])
    pos, neg = s[y_test == 1], s[y_test == 0]
    lines.append({"model": title, "auc": (pos[:, None] > neg[None, :]).mean(),
                  "precision@50": precision_at(y_test, s, 50), "precision@100": precision_at(y_test, s, 100)})

print(f"train {len(train)} payments with {train['fraud'].sum()} frauds, test {len(test)} with {y_test.sum()}")
print(pd.DataFrame(lines).set_index("model").round(3))
