# kind: honest
# verdict: honest
# why: EM prior correction uses unlabelled test scores, as allowed, never test labels
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, f1_score
from sklearn.model_selection import train_test_split

SEED = 0
X, y = make_classification(6000, 12, n_informative=6, weights=[.9], class_sep=.8, random_state=SEED)
X0, X1, y0, y1 = train_test_split(X, y, test_size=.4, stratify=y, random_state=SEED)
pos, neg = np.flatnonzero(y0 == 1), np.flatnonzero(y0 == 0)
keep = np.r_[pos, np.random.RandomState(SEED).choice(neg, len(pos), replace=False)]
lr = LogisticRegression(max_iter=500).fit(X0[keep], y0[keep])

def em(p, prior, steps=200):
    q = prior
    for _ in range(steps):
        w1, w0 = q / prior, (1 - q) / (1 - prior)
        r = w1 * p / (w1 * p + w0 * (1 - p))
        if abs(r.mean() - q) < 1e-7:
            break
        q = r.mean()
    return r, q

raw = lr.predict_proba(X1)[:, 1]
fixed, q = em(raw, y0[keep].mean())
print("estimated prevalence", round(q, 3), "training prevalence", round(y0.mean(), 3))
for name, p in [("raw", raw), ("EM", fixed)]:
    print(name, "Brier", round(brier_score_loss(y1, p), 4), "log loss", round(log_loss(y1, p), 4), "F1 at .5", round(f1_score(y1, p > .5), 3))
