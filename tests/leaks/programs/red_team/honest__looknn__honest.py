# kind: honest
# verdict: honest
# why: k nearest neighbours by hand, leave one out with the row itself struck from its neighbours
import numpy as np
from sklearn.datasets import load_wine

SEED = 0
rng = np.random.default_rng(SEED)
raw = load_wine()
keep = np.concatenate([np.flatnonzero(raw.target != 2), rng.choice(np.flatnonzero(raw.target == 2), 15, replace=False)])
X, y = raw.data[keep], (raw.target[keep] == 2).astype(int)
X = np.log(X)                       # all positive measurements

D = np.abs(X[:, None, :] - X[None, :, :]).sum(-1)
np.fill_diagonal(D, np.inf)
print("rows", len(y), "positives", y.sum())
for k in (1, 3, 5, 9):
    nn = np.argpartition(D, k, axis=1)[:, :k]
    vote = y[nn].mean(1)
    tp = np.sum((vote > .5) & (y == 1))
    fp = np.sum((vote > .5) & (y == 0))
    fn = np.sum((vote <= .5) & (y == 1))
    tn = np.sum((vote <= .5) & (y == 0))
    print(f"k={k}: precision {tp / max(tp + fp, 1):.3f} recall {tp / (tp + fn):.3f} specificity {tn / (tn + fp):.3f} mcc "
          f"{(tp * tn - fp * fn) / max(np.sqrt(float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))), 1):.3f}")
