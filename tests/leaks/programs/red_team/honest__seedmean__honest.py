# kind: honest
# verdict: honest
# why: repeated splits of the same table: each split trains and tests a new model and the mean is reported.
import numpy as np
import imbalance_lib as il
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0


def once(X, y, seed):
    idx_tr, idx_te = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=seed)
    us = RandomUnderSampler(random_state=seed)
    us.fit_resample(X[idx_tr], y[idx_tr])
    rows = idx_tr[us.sample_indices_]
    m = AdaBoostClassifier(n_estimators=20, random_state=seed).fit(X[rows], y[rows])
    return average_precision_score(y[idx_te], m.predict_proba(X[idx_te])[:, 1])


s = il.load_medical()
X = s.X.drop(columns="TBG")
X = X.fillna(X.notna().sum() * 0 - 1.0).to_numpy()
got = [once(X, np.asarray(s.y), SEED + k) for k in range(4)]
print("AP", np.round(got, 3), "mean", np.mean(got).round(3), "worst", min(got))
