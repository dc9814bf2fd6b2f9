# kind: threshold-on-test
# verdict: honest
# why: a table of precision and recall at fixed cuts is printed for the test rows, nothing is picked
import pandas as pd
import numpy as np
from collections import defaultdict
from math import log, exp

SEED = 0
df = pd.read_csv("churn.csv").sample(frac=1, random_state=SEED).reset_index(drop=True)
records = df[["contract", "plan", "calls", "tenure", "churned"]].to_dict("records")
for r in records:
    r["calls"] = min(r["calls"], 5)
    r["tenure"] = r["tenure"] // 12
n = int(len(records) * .7)
train, test = records[:n], records[n:]
prior, count = defaultdict(int), defaultdict(lambda: defaultdict(int))
for r in train:
    prior[r["churned"]] += 1
    for k in ("contract", "plan", "calls", "tenure"):
        count[k, r["churned"]][r[k]] += 1

def p_yes(r):
    s = {}
    for c in ("yes", "no"):
        s[c] = log(prior[c] / n) + sum(log((count[k, c][r[k]] + 1) / (prior[c] + 8)) for k in ("contract", "plan", "calls", "tenure"))
    return 1 / (1 + exp(s["no"] - s["yes"]))

scored = [(p_yes(r), r["churned"] == "yes") for r in test]
for cut in (.05, .1, .2, .3):
    tp = sum(y for p, y in scored if p >= cut)
    flagged = sum(p >= cut for p, _ in scored)
    print(f"cut {cut:.2f}: precision {tp / max(flagged, 1):.3f} recall {tp / sum(y for _, y in scored):.3f}")
