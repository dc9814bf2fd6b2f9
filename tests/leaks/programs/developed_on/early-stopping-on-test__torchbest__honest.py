# kind: early-stopping-on-test
# verdict: honest
# why: the weights kept are those of the best epoch on the validation rows; the test rows are scored at the end
import copy

import torch
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

SEED = 0
torch.manual_seed(SEED)
torch.set_num_threads(1)

X, y = make_classification(2400, 20, n_informative=6, n_redundant=4, weights=[0.92], class_sep=0.7, random_state=SEED)
data = TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32))
train_set, val_set, test_set = random_split(data, [0.6, 0.2, 0.2])
loader = DataLoader(train_set, batch_size=128, shuffle=True)
net = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 1))
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(8.0))
opt = torch.optim.AdamW(net.parameters(), lr=0.01)


@torch.no_grad()
def evaluate(model, subset):
    model.eval()
    xb, yb = subset[:]
    return average_precision_score(yb.numpy(), model(xb).squeeze(1).numpy())


best, best_state, patience = 0.0, None, 0
for epoch in range(20):
    net.train()
    for xb, yb in loader:
        opt.zero_grad()
        loss_fn(net(xb).squeeze(1), yb).backward()
        opt.step()
    ap = evaluate(net, val_set)
    if ap > best:
        best, best_state, patience = ap, copy.deepcopy(net.state_dict()), 0
    elif (patience := patience + 1) >= 6:
        break

net.load_state_dict(best_state)
print(f"stopped after epoch {epoch}; test AP {evaluate(net, test_set):.4f}")
