# kind: group
# verdict: honest
# options: --groups customer_id
# why: customers are split by hand with a hash; features are differences within a customer
import zlib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, matthews_corrcoef

SEED = 0
p = pd.read_csv("payments.csv", parse_dates=["time"])
p = p.sort_values(["customer_id", "time"])
g = p.groupby("customer_id")
p["d_amount"] = g["amount"].diff().fillna(0)
p["share"] = p["amount"] / g["amount"].transform("sum")
p["since"] = g["time"].diff().dt.total_seconds().fillna(-1)
side = p.customer_id.map(lambda c: zlib.crc32(str(c + SEED).encode()) % 10)
F = ["amount", "d_amount", "share", "since", "distance_km", "speed"]
tr, te = p[side < 7], p[side >= 7]
rf = RandomForestClassifier(50, class_weight="balanced", min_samples_leaf=4, random_state=SEED).fit(tr[F], tr.fraud)
q = rf.predict_proba(te[F])[:, 1]
print("AP", average_precision_score(te.fraud, q), "MCC at .5", matthews_corrcoef(te.fraud, q > .5))
