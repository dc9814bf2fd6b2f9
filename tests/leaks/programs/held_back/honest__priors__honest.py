# kind: honest
# verdict: honest
# why: the share of positives in the test part is estimated from its features alone (EM), no test label is used before the score
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, brier_score_loss
from sklearn.model_selection import train_test_split

SEED = 0


def saerens(p, prior, tol=1e-6, max_iter=500):
    """New prior and posteriors for a sample whose labels are not known."""
    new = prior
    for _ in range(max_iter):
        up, down = p * new / prior, (1 - p) * (1 - new) / (1 - prior)
        q = up / (up + down)
        if abs(q.mean() - new) < tol:
            break
        new = q.mean()
    return new, q


X, y = make_classification(n_samples=6000, n_features=12, n_informative=5, n_redundant=3, weights=[0.95], class_sep=0.9, flip_y=0.01, random_state=SEED)
X_lab, X_new, y_lab, y_new = train_test_split(X, y, test_size=0.5, random_state=SEED, stratify=y)

# labels were bought half and half
rng = np.random.default_rng(SEED)
pos = np.flatnonzero(y_lab == 1)
neg = rng.choice(np.flatnonzero(y_lab == 0), len(pos), replace=False)
bought = np.r_[pos, neg]

lr = LogisticRegression(C=1.0).fit(X_lab[bought], y_lab[bought])
p = lr.predict_proba(X_new)[:, 1]
share, q = saerens(p, y_lab[bought].mean())
print("estimated share %.4f" % share)
print("as trained: log loss %.4f  Brier %.4f" % (log_loss(y_new, p), brier_score_loss(y_new, p)))
print("corrected : log loss %.4f  Brier %.4f" % (log_loss(y_new, q), brier_score_loss(y_new, q)))
