# kind: test-resampled
# verdict: honest
# why: negatives of the table are thinned to a tenth to save work, and the scores carry weights that undo it
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
rng = np.random.default_rng(SEED)
d = pd.read_csv("payments.csv")
keep = (d.fraud == 1) | (rng.random(len(d)) < .2)
d = d[keep].assign(w=lambda t: np.where(t.fraud == 1, 1.0, 5.0))
F = ["amount", "distance_km", "speed", "n_last_day"]
tr, te = train_test_split(d, test_size=.4, stratify=d.fraud, random_state=SEED)
m = make_pipeline(StandardScaler(), LogisticRegression()).fit(tr[F], tr.fraud, logisticregression__sample_weight=tr.w)
p = m.predict_proba(te[F])[:, 1]
print("AP (weighted)", average_precision_score(te.fraud, p, sample_weight=te.w))
print("precision at .2 (weighted)", precision_score(te.fraud, p > .2, sample_weight=te.w, zero_division=0))
