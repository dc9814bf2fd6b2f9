# kind: duplicates
# verdict: honest
# why: the samples are split first and only the training samples get noisy copies
import numpy as np
import torch
from torch import nn
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score

SEED = 0
torch.manual_seed(SEED); rng = np.random.default_rng(SEED)
X, d = load_digits(return_X_y=True)
y = (d == 8).astype("float32")
X = (X / 16).astype("float32")[:900]; y = y[:900]
p = rng.permutation(len(X)); cut = int(.8 * len(p))
tr, te = p[:cut], p[cut:]
Xa = np.concatenate([X[tr]] + [X[tr] + rng.normal(0, .05, X[tr].shape).astype("float32") for _ in range(2)])
ya = np.tile(y[tr], 3)
f = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))
o = torch.optim.Adam(f.parameters(), 1e-2)
xt, yt = torch.from_numpy(Xa), torch.from_numpy(ya)
for e in range(60):
    o.zero_grad(); l = nn.functional.binary_cross_entropy_with_logits(f(xt)[:, 0], yt); l.backward(); o.step()
with torch.no_grad():
    s = torch.sigmoid(f(torch.from_numpy(X[te]))[:, 0]).numpy()
print("AP", average_precision_score(y[te], s))
