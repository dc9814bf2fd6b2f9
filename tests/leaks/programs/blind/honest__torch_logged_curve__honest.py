# kind: honest
# verdict: honest
# why: the number of epochs is fixed and the last weights are used; test average precision is logged along the way for a curve but stops or selects nothing
import numpy as np
import torch
from torch import nn

SEED = 0
EPOCHS = 16

torch.manual_seed(SEED)
torch.set_num_threads(1)


def rings(n, rng):
    y = (rng.random(n) < 0.07).astype(np.float32)
    radius = np.where(y == 1, 2.2, 1.0) + rng.normal(0, 0.35, n)
    angle = rng.uniform(0, 2 * np.pi, n)
    xy = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) * [3.0, 0.2] + [10, -1]
    return torch.tensor(xy, dtype=torch.float32), torch.tensor(y)


def average_precision(y, s):
    order = torch.argsort(s, descending=True)
    hit = y[order]
    precision = torch.cumsum(hit, 0) / torch.arange(1, len(hit) + 1)
    return float((precision * hit).sum() / hit.sum())


class Net(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.body = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):
        return self.body((x - self.mean) / self.std).squeeze(1)


X, y = rings(2000, np.random.default_rng(SEED))
perm = torch.randperm(len(y), generator=torch.Generator().manual_seed(SEED))
tr, te = perm[:1400], perm[1400:]

net = Net(X[tr].mean(0), X[tr].std(0))
pos_weight = (len(tr) - y[tr].sum()) / y[tr].sum()
loss_fn = nn.BCEWithLogitsLoss(pos_weight=pos_weight)
velocity = [torch.zeros_like(w) for w in net.parameters()]
batches = torch.Generator().manual_seed(SEED)

curve = []
for epoch in range(EPOCHS):
    net.train()
    for rows in tr[torch.randperm(len(tr), generator=batches)].split(350):
        grads = torch.autograd.grad(loss_fn(net(X[rows]), y[rows]), list(net.parameters()))
        with torch.no_grad():
            for w, v, g in zip(net.parameters(), velocity, grads):
                v.mul_(0.9).add_(g)
                w.sub_(0.05 * v)
    net.eval()
    with torch.no_grad():
        curve.append((epoch + 1, average_precision(y[tr], net(X[tr])), average_precision(y[te], net(X[te]))))

print("epoch  train AP  test AP")
for e, a, b in curve[::5]:
    print(f"{e:5d}  {a:8.3f}  {b:7.3f}")

with torch.no_grad():
    prob = torch.sigmoid(net(X[te]))
flag = prob >= 0.5
tp = int((flag & (y[te] == 1)).sum())
print(f"final weights after {EPOCHS} epochs: AP {curve[-1][2]:.3f}, "
      f"precision {tp / max(int(flag.sum()), 1):.3f}, recall {tp / int(y[te].sum()):.3f}")
