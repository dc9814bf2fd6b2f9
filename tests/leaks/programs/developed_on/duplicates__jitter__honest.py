# kind: duplicates
# verdict: honest
# why: the noisy copies are made of the training part after the split, the test rows stay as measured
import torch
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import average_precision_score
from torch import nn

SEED = 0
torch.manual_seed(SEED)
torch.set_num_threads(1)

data = load_breast_cancer()
x = torch.tensor(data.data[:, [1, 4, 8, 9, 11, 14]], dtype=torch.float32).log1p()  # what needs no size
y = torch.tensor(1 - data.target, dtype=torch.float32)
keep = (y == 0) | (torch.rand(len(y)) < 0.3)  # malignant ones are rarer in a screening
x, y = x[keep], y[keep]


def jitter(x, y, times=2, size=0.01):
    noisy = [x * (1 + size * torch.randn_like(x)) for _ in range(times)]
    return torch.cat([x, *noisy]), y.repeat(times + 1)


perm = torch.randperm(len(x))
n_test = len(x) // 4
x_train, y_train = jitter(x[perm[n_test:]], y[perm[n_test:]])
x_test, y_test = x[perm[:n_test]], y[perm[:n_test]]

net = nn.Sequential(nn.BatchNorm1d(x.shape[1]), nn.Linear(x.shape[1], 48), nn.ReLU(), nn.Linear(48, 1))
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(4.0))
for epoch in range(40):
    net.train()
    for batch in torch.randperm(len(x_train)).split(64):
        opt.zero_grad()
        loss_fn(net(x_train[batch]).squeeze(1), y_train[batch]).backward()
        opt.step()

net.eval()
with torch.no_grad():
    p_test = net(x_test).squeeze(1).sigmoid()
print(f"n_test={n_test} positives={int(y_test.sum())} AP={average_precision_score(y_test.numpy(), p_test.numpy()):.4f}")
