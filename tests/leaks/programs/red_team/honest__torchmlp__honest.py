# kind: early-stopping-on-test
# verdict: honest
# why: DataLoaders, patience on a validation part, best weights restored; the test loader is used once
import copy

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
from sklearn.metrics import roc_auc_score

SEED = 0
torch.manual_seed(SEED)

frame = pd.read_csv("payments.csv")
num = ["amount", "hour", "n_last_day", "distance_km", "speed"]
X = torch.tensor(frame[num].to_numpy(), dtype=torch.float32)
y = torch.tensor(frame["fraud"].to_numpy(), dtype=torch.float32)
ds = TensorDataset(X, y)
n_test, n_val = 1000, 600
train_ds, val_ds, test_ds = random_split(ds, [len(ds) - n_test - n_val, n_val, n_test], generator=torch.Generator().manual_seed(SEED))


class Net(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.body = nn.Sequential(nn.Linear(5, 24), nn.ReLU(), nn.Dropout(0.1), nn.Linear(24, 1))

    def forward(self, x):
        return self.body((x - self.mean) / self.std).squeeze(-1)


xtr = torch.stack([a for a, _ in train_ds])
ytr = torch.stack([b for _, b in train_ds])
net = Net(xtr.mean(0), xtr.std(0))
loss_fn = nn.BCEWithLogitsLoss(pos_weight=(1 - ytr.mean()) / ytr.mean())
opt = torch.optim.AdamW(net.parameters(), lr=5e-3)
loaders = {k: DataLoader(v, batch_size=256, shuffle=(k == "train")) for k, v in {"train": train_ds, "val": val_ds, "test": test_ds}.items()}


@torch.no_grad()
def evaluate(loader):
    net.eval()
    out = [(net(a), b) for a, b in loader]
    s, t = (torch.cat(z) for z in zip(*out))
    return roc_auc_score(t.numpy(), s.numpy())


best, best_state, bad = -1, None, 0
for epoch in range(20):
    net.train()
    for a, b in loaders["train"]:
        opt.zero_grad()
        loss_fn(net(a), b).backward()
        opt.step()
    v = evaluate(loaders["val"])
    if v > best:
        best, best_state, bad = v, copy.deepcopy(net.state_dict()), 0
    else:
        bad += 1
        if bad == 4:
            break
net.load_state_dict(best_state)
print(f"stopped at epoch {epoch}, val {best:.3f}, TEST AUC {evaluate(loaders['test']):.3f}")
