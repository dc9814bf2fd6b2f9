# kind: duplicates
# verdict: leak
# why: the merge with the terminals' list repeats each payment once per device on file, then the rows are shuffled
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold

SEED = 0
rng = np.random.default_rng(SEED)
pay = pd.read_csv("payments.csv")
terminals = pd.DataFrame({"terminal_id": np.repeat(np.arange(60), 2), "firmware": rng.integers(1, 9, 120)})
full = pay.merge(terminals, on="terminal_id", how="left")  # <- leak
F = ["amount", "distance_km", "speed", "n_last_day", "hour", "firmware"]
res = []
for a, b in KFold(3, shuffle=True, random_state=SEED).split(full):
    tr, te = full.iloc[a], full.iloc[b]
    rf = RandomForestClassifier(25, random_state=SEED).fit(tr[F], tr.fraud)
    res.append(average_precision_score(te.fraud, rf.predict_proba(te[F])[:, 1]))
print("AP", res, np.mean(res))
