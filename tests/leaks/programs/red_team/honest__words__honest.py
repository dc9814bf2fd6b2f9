# kind: honest
# verdict: honest
# why: text column of a data frame; vocabulary and class-weights by hand from training rows
import math
from collections import Counter
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, f1_score

SEED = 0
p = pd.read_csv("payments.csv").sample(2500, random_state=SEED)
p["words"] = (p.category.fillna("none") + " " + p.country.fillna("xx") + " h" + p.hour.fillna(0).astype(int).astype(str)
              + " amt" + p.amount.fillna(0).clip(lower=0).pow(.5).astype(int).astype(str) + " last" + p.n_last_day.astype(str)).str.lower()
p = p.sample(frac=1, random_state=SEED + 1)
train, valid, test = p[:1500], p[1500:1900], p[1900:]
counts = {c: Counter(w for t in train.words[train.fraud == c] for w in t.split()) for c in (0, 1)}
vocab = set(counts[0]) | set(counts[1])
total = {c: sum(counts[c].values()) for c in (0, 1)}
weight = {w: math.log((counts[1][w] + 1) / (total[1] + len(vocab))) - math.log((counts[0][w] + 1) / (total[0] + len(vocab))) for w in vocab}
prior = math.log(train.fraud.mean() / (1 - train.fraud.mean()))
score = lambda part: np.array([prior + sum(weight.get(w, 0) for w in t.split()) for t in part.words])
sv, st = score(valid), score(test)
cut = max(np.unique(sv), key=lambda c: f1_score(valid.fraud, sv >= c))
print("valid F1", f1_score(valid.fraud, sv >= cut), "test F1", f1_score(test.fraud, st >= cut), "test AP", average_precision_score(test.fraud, st))
