# kind: early-stopping-on-test
# verdict: leak
# why: the checkpoint kept is the epoch with the best average precision on the test rows, and that checkpoint is scored on them.
import copy
import numpy as np
import torch
from torch import nn

SEED = 0
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)
torch.set_num_threads(1)


def avg_precision(label, score):
    t = label[np.argsort(-score, kind="stable")]
    return float((np.cumsum(t) / np.arange(1, len(t) + 1))[t == 1].mean())


def evaluate(net, xb, yb):
    net.eval()
    with torch.no_grad():
        return avg_precision(yb.numpy().astype(int), net(xb).squeeze(1).numpy())


n = 1600
x = rng.normal(size=(n, 10)).astype("float32")
signal = x[:, 0] * x[:, 1] + 0.8 * x[:, 2] + 0.7 * rng.normal(size=n)
y = (signal > 1.9).astype("float32")
x, y = torch.from_numpy(x), torch.from_numpy(y)
(x_tr, x_va, x_te), (y_tr, y_va, y_te) = (torch.split(v, [800, 400, 400]) for v in (x, y))

net = nn.Sequential(nn.Linear(10, 24), nn.ReLU(), nn.Linear(24, 1))
loss_fn = nn.BCEWithLogitsLoss(pos_weight=(1 - y_tr).sum() / y_tr.sum())
lr, mom = 0.05, 0.9
velocity = [torch.zeros_like(w) for w in net.parameters()]

best_ap, best_epoch, best_state = -1.0, 0, None
for epoch in range(60):
    net.train()
    loss = loss_fn(net(x_tr).squeeze(1), y_tr)
    grads = torch.autograd.grad(loss, list(net.parameters()))
    with torch.no_grad():
        for w, v, g in zip(net.parameters(), velocity, grads):
            v.mul_(mom).add_(g)
            w.sub_(lr * v)
    ap = evaluate(net, x_te, y_te)
    if ap > best_ap:  # <- leak
        best_ap, best_epoch, best_state = ap, epoch, copy.deepcopy(net.state_dict())

net.load_state_dict(best_state)
print(f"epoch {best_epoch}: AP {evaluate(net, x_te, y_te):.4f}")
