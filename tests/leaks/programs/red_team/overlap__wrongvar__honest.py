# kind: overlap
# verdict: honest
# why: the batches are drawn from the rows outside the hold-out
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
hold, fit = perm[:1000], perm[1000:]
net = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(net.parameters(), 1e-2)
for step in range(120):
    i = fit[torch.randint(0, len(fit), (256,))]
    opt.zero_grad()
    nn.functional.binary_cross_entropy_with_logits(net(X[i])[:, 0], y[i]).backward()
    opt.step()
net.eval()
with torch.no_grad():
    print("hold-out AUC", roc_auc_score(y[hold], net(X[hold])[:, 0]))
