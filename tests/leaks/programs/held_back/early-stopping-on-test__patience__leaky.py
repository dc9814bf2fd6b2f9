# kind: early-stopping-on-test
# verdict: leak
# why: the stopper watches the loss on the test tensors and puts back the weights of its best epoch, which are then scored on the same tensors
import copy

import torch
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
torch.manual_seed(SEED)
torch.set_num_threads(1)


class Stopper:
    def __init__(self, patience=10):
        self.patience, self.best, self.bad, self.weights = patience, float("inf"), 0, None

    def __call__(self, value, net):
        if value < self.best:
            self.best, self.bad, self.weights = value, 0, copy.deepcopy(net.state_dict())
        else:
            self.bad += 1
        return self.bad >= self.patience


def train(net, loader, val, epochs=35):
    loss_fn = nn.BCEWithLogitsLoss()
    opt = torch.optim.Adam(net.parameters(), lr=4e-3)
    stopper = Stopper()
    for epoch in range(epochs):
        net.train()
        for xb, yb in loader:
            opt.zero_grad()
            loss_fn(net(xb).squeeze(1), yb).backward()
            opt.step()
        net.eval()
        with torch.no_grad():
            if stopper(loss_fn(net(val[0]).squeeze(1), val[1]).item(), net):
                break
    net.load_state_dict(stopper.weights)
    return epoch


X, y = make_classification(2500, 20, n_informative=6, weights=[0.93], class_sep=0.7, flip_y=0.02, random_state=SEED)
X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
idx_train, idx_val = train_test_split(range(len(y)), test_size=0.3, stratify=y, random_state=SEED)

net = nn.Sequential(nn.Linear(20, 48), nn.ReLU(), nn.Dropout(0.1), nn.Linear(48, 1))
loader = DataLoader(TensorDataset(X[idx_train], y[idx_train]), batch_size=128, shuffle=True)
last = train(net, loader, (X[idx_val], y[idx_val]))  # <- leak
with torch.no_grad():
    logit = net(X[idx_val]).squeeze(1)
print(f"stopped after epoch {last}; average precision {average_precision_score(y[idx_val], logit):.3f}")
