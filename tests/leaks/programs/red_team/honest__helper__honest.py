# kind: honest
# verdict: honest
# why: helpers beside the program learn bins and the model from training rows
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from tidy_helpers import Bayes, Binner, clean, recall_at

SEED = 0
pays = clean(pd.read_csv("payments.csv"))
mask = np.random.default_rng(SEED).random(len(pays)) < .7
train, test = pays[mask], pays[~mask]
cols = ["log_amount", "n_last_day", "distance_km", "speed", "hour"]
binners = {c: Binner().fit(train[c].to_numpy()) for c in cols}
design = lambda part: np.hstack([binners[c](part[c].to_numpy()) for c in cols] + [part[["abroad", "no_device"]].to_numpy(float)])
nb = Bayes().fit(design(train), train.fraud.to_numpy())
s = nb.score(design(test))
print("AUC", roc_auc_score(test.fraud, s))
for share in (.01, .05, .1):
    print("recall in the top", share, recall_at(test.fraud.to_numpy(), s, share))
