# kind: preprocessing
# verdict: honest
# why: Missing readings on either side are filled from nearest neighbours among the training rows only, after the split.
import numpy as np
import pandas as pd
import torch
from torch import nn

SEED = 0
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)
torch.set_num_threads(1)


def make_readings(n=1200, d=8):
    mix = rng.normal(size=(3, d))
    x = rng.normal(size=(n, 3)) @ mix + 0.4 * rng.normal(size=(n, d))
    y = (rng.random(n) < 1 / (1 + np.exp(-(x[:, 0] + 0.8 * x[:, 1] - 4.0)))).astype(int)
    x = np.where(rng.random((n, d)) < 0.12, np.nan, x)
    return pd.DataFrame(x, columns=[f"sensor_{j}" for j in range(d)]), pd.Series(y, name="fault")


def knn_fill(frame, donors, k=7):
    """Fill each gap with the mean of the k donors that are nearest on the jointly seen columns."""
    a, b = frame.to_numpy(), donors.to_numpy()
    seen_a, seen_b = ~np.isnan(a), ~np.isnan(b)
    za, zb = np.where(seen_a, a, 0.0), np.where(seen_b, b, 0.0)
    both = seen_a.astype(float) @ seen_b.T.astype(float)
    dist = (za**2) @ seen_b.T + seen_a @ (zb**2).T - 2 * za @ zb.T
    dist = np.where(both > 0, dist / np.maximum(both, 1), np.inf)
    out = a.copy()
    for j in range(a.shape[1]):
        holes = np.flatnonzero(~seen_a[:, j])
        givers = np.flatnonzero(seen_b[:, j])
        order = np.argpartition(dist[np.ix_(holes, givers)], k, axis=1)[:, :k]
        out[holes, j] = b[givers, j][order].mean(axis=1)
    return pd.DataFrame(out, columns=frame.columns, index=frame.index)


X, y = make_readings()
order = rng.permutation(len(X))
cut = int(0.7 * len(X))
X_train, X_test = X.iloc[order[:cut]], X.iloc[order[cut:]]
y_train, y_test = y.iloc[order[:cut]], y.iloc[order[cut:]]
gappy_train = X_train
X_train, X_test = knn_fill(X_train, donors=gappy_train), knn_fill(X_test, donors=gappy_train)

mean, std = X_train.mean(), X_train.std()
xt = torch.tensor(((X_train - mean) / std).to_numpy(), dtype=torch.float32)
xs = torch.tensor(((X_test - mean) / std).to_numpy(), dtype=torch.float32)
yt = torch.tensor(y_train.to_numpy(), dtype=torch.float32)

net = nn.Sequential(nn.Linear(xt.shape[1], 12), nn.ReLU(), nn.Linear(12, 1))
loss_fn = nn.BCEWithLogitsLoss(pos_weight=(yt == 0).sum() / (yt == 1).sum())
for _ in range(120):
    net.zero_grad()
    loss_fn(net(xt).squeeze(1), yt).backward()
    with torch.no_grad():
        for w in net.parameters():
            w -= 0.2 * w.grad

with torch.no_grad():
    hit = (net(xs).squeeze(1) > 0).numpy()
truth = y_test.to_numpy() == 1
print(f"recall {(hit & truth).sum() / truth.sum():.3f}  precision {(hit & truth).sum() / max(hit.sum(), 1):.3f}")
