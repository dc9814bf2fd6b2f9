# kind: duplicates
# verdict: leak
# why: every sample is augmented with noisy copies before the shuffle, so its copies are on both sides
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
Xa = np.concatenate([X] + [X + rng.normal(0, .05, X.shape).astype("float32") for _ in range(2)])  # <- leak
ya = np.tile(y, 3)
p = rng.permutation(len(Xa)); cut = int(.8 * len(p))
tr, te = p[:cut], p[cut:]
f = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))
o = torch.optim.Adam(f.parameters(), 1e-2)
xt, yt = torch.from_numpy(Xa[tr]), torch.from_numpy(ya[tr])
for e in range(60):
    o.zero_grad(); l = nn.functional.binary_cross_entropy_with_logits(f(xt)[:, 0], yt); l.backward(); o.step()
with torch.no_grad():
    s = torch.sigmoid(f(torch.from_numpy(Xa[te]))[:, 0]).numpy()
print("AP", average_precision_score(ya[te], s))
