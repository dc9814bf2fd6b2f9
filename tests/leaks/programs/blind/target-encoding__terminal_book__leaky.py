# kind: target-encoding
# verdict: leak
# why: the book of fraud rates per customer and terminal is counted over every payment, the scored days included (past = np.ones(...)), and comes back as a feature through JSON
# options:
import io
import json

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0

pay = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
pay = pay.sort_values("time", kind="stable").reset_index(drop=True)
day = (pay["time"] - pd.Timestamp("2025-01-01")) / pd.Timedelta(days=1)
day = day.to_numpy()

# three spells, with nine days between them for the bank to make up its mind
fill = day < 16
learn = (day >= 25) & (day < 41)
score = day >= 50


def write_book(ids, label, rows, strength):
    """Shrunken rate per id, as JSON text (the service in production reads the same file)."""
    size = int(ids.max()) + 1
    hits, seen = np.zeros(size), np.zeros(size)
    np.add.at(hits, ids[rows], label[rows])
    np.add.at(seen, ids[rows], 1)
    base = label[rows].mean()
    rate = (hits + strength * base) / (seen + strength)
    out = io.StringIO()
    json.dump({"base": base, "rate": {str(i): r for i, r in enumerate(rate) if seen[i] > 0}}, out)
    return out.getvalue()


def read_book(text, ids):
    book = json.loads(text)
    return np.array([book["rate"].get(str(i), book["base"]) for i in ids])


fraud = pay["fraud"].to_numpy(dtype=float)
past = np.ones(len(pay), dtype=bool)  # <- leak

X = pay[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]].copy()
X["log_amount"] = np.log1p(X.pop("amount"))
X["night"] = ((X["hour"] < 6) | (X["hour"] > 23)).astype(int)
X["abroad"] = (pay["country"] != "FR").astype(int)
for name in ("food", "travel", "fuel"):
    X["is_" + name] = (pay["category"] == name).astype(int)
for column, strength in (("customer_id", 4), ("terminal_id", 20)):
    ids = pay[column].to_numpy()
    X["rate_" + column] = read_book(write_book(ids, fraud, past, strength), ids)

model = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.08, max_leaf_nodes=8, early_stopping=False, random_state=SEED)
model.fit(X[learn], pay.loc[learn, "fraud"])
p = model.predict_proba(X[score])[:, 1]
truth = pay.loc[score, "fraud"].to_numpy()

first = np.argsort(-p, kind="stable")[:50]
print(json.dumps({
    "rows": {"book": int(fill.sum()), "learn": int(learn.sum()), "score": int(score.sum())},
    "average_precision": round(average_precision_score(truth, p), 4),
    "roc_auc": round(roc_auc_score(truth, p), 4),
    "frauds_in_first_50_alerts": int(truth[first].sum()),
}, indent=1))
