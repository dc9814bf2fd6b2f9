# kind: overlap
# verdict: leak
# why: after cross-validation the model is refitted on the full X and the "hold-out" report uses X_hold, a part of it
import pandas as pd
import torch
from torch import nn
from sklearn.metrics import roc_auc_score

SEED = 0
torch.manual_seed(SEED)
d = pd.read_csv("payments.csv")
X = torch.tensor(d[["amount", "distance_km", "speed", "n_last_day"]].to_numpy(), dtype=torch.float32)
y = torch.tensor(d["fraud"].to_numpy(), dtype=torch.float32)
perm = torch.randperm(len(X))
hold = perm[:1000]
net = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(net.parameters(), 1e-2)
for step in range(120):
    i = torch.randint(0, len(X), (256,))  # <- leak
    opt.zero_grad()
    nn.functional.binary_cross_entropy_with_logits(net(X[i])[:, 0], y[i]).backward()
    opt.step()
net.eval()
with torch.no_grad():
    print("hold-out AUC", roc_auc_score(y[hold], net(X[hold])[:, 0]))
