# kind: test-resampled
# verdict: honest
# why: training alone is undersampled and the probabilities are corrected for it; the test keeps its prevalence
import numpy as np
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import brier_score_loss, average_precision_score
from sklearn.model_selection import StratifiedShuffleSplit

SEED = 0
df = pd.read_csv("payments.csv")
X, y = df[["amount", "hour", "n_last_day", "distance_km", "speed"]].values, df["fraud"].values
for tr, te in StratifiedShuffleSplit(3, test_size=.25, random_state=SEED).split(X, y):
    rus = RandomUnderSampler(sampling_strategy=.25, random_state=SEED)
    Xr, yr = rus.fit_resample(X[tr], y[tr])
    rf = RandomForestClassifier(50, min_samples_leaf=3, random_state=SEED).fit(Xr, yr)
    p = rf.predict_proba(X[te])[:, 1]
    beta = (y[tr] == 0).mean() / (y[tr] == 1).mean() * yr.mean() / (1 - yr.mean())
    q = p / (p + (1 - p) * beta)
    print(f"Brier raw {brier_score_loss(y[te], p):.4f} corrected {brier_score_loss(y[te], q):.4f} AP {average_precision_score(y[te], q):.3f}")
