# kind: honest
# verdict: honest
# why: torch net with early stopping on validation rows; test rows once at the end
import copy
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
torch.manual_seed(SEED)
torch.set_num_threads(1)


class Table(Dataset):
    def __init__(self, X, y, mean=None, std=None):
        self.mean = X.mean(0) if mean is None else mean
        self.std = X.std(0) if std is None else std
        self.X = torch.tensor((X - self.mean) / self.std, dtype=torch.float32)
        self.y = torch.tensor(y, dtype=torch.float32)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.X[i], self.y[i]


class Net(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(d, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(.2), nn.Linear(16, 1))

    def forward(self, x):
        return self.body(x).squeeze(1)


@torch.no_grad()
def predict(net, ds):
    net.eval()
    return torch.cat([torch.sigmoid(net(x)) for x, _ in DataLoader(ds, 256)]).numpy()


X, y = make_classification(2000, 12, n_informative=5, weights=[.9], random_state=SEED)
perm = np.random.default_rng(SEED).permutation(len(y))
a, b, c = np.split(perm, [1000, 1400])
train = Table(X[a], y[a])
valid, test = (Table(X[i], y[i], train.mean, train.std) for i in (b, c))
w = np.where(y[a] == 1, 1 / y[a].mean(), 1 / (1 - y[a].mean()))
loader = DataLoader(train, 64, sampler=WeightedRandomSampler(torch.tensor(w), len(a)))
net = Net(X.shape[1])
opt = torch.optim.Adam(net.parameters(), 3e-3)
best, state, bad = -1, None, 0
for epoch in range(25):
    net.train()
    for xb, yb in loader:
        opt.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(xb), yb).backward()
        opt.step()
    ap = average_precision_score(valid.y, predict(net, valid))
    if ap > best:
        best, state, bad = ap, copy.deepcopy(net.state_dict()), 0
    elif (bad := bad + 1) == 5:
        break
net.load_state_dict(state)
p = predict(net, test)
print(f"stopped at {epoch}; valid AP {best:.3f}; test AP {average_precision_score(test.y, p):.3f} AUC {roc_auc_score(test.y, p):.3f}")
