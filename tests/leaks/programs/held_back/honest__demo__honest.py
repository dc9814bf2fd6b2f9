# kind: honest
# verdict: honest
# why: the prediction of three training rows is only shown to explain the model; the reported score is of the last part alone
import numpy as np
import pandas as pd
import torch
from torch import nn

SEED = 0
torch.manual_seed(SEED)

customers = pd.read_csv("churn.csv")
X = customers[["tenure", "monthly_charges", "calls", "score_a", "score_b"]].to_numpy("float32")
X = np.c_[X, customers["contract"].eq("monthly")].astype("float32")
y = customers["churned"].eq("yes").to_numpy("float32")
perm = np.random.default_rng(SEED).permutation(len(y))
train, test = perm[:1700], perm[1700:]
mean, std = X[train].mean(0), X[train].std(0)
X = torch.from_numpy((X - mean) / std)
t = torch.from_numpy(y)

net = nn.Sequential(nn.Linear(X.shape[1], 8), nn.Tanh(), nn.Linear(8, 1))
pos_weight = (t[train] == 0).sum() / (t[train] == 1).sum()
loss_fn = nn.BCEWithLogitsLoss(pos_weight=pos_weight)
opt = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=1e-3)
for epoch in range(60):
    opt.zero_grad()
    loss = loss_fn(net(X[train]).squeeze(1), t[train])
    loss.backward()
    opt.step()

net.eval()
with torch.no_grad():
    print("for example:")
    for i in train[:3]:
        print(f"  {customers.customerID[i]}  p = {torch.sigmoid(net(X[i])).item():.2f}  truth = {int(y[i])}")
    hit = (net(X[test]).squeeze(1) > 0).float().eq(t[test])

sens = hit[t[test] == 1].float().mean().item()
spec = hit[t[test] == 0].float().mean().item()
print(f"test: sensitivity {sens:.3f}, specificity {spec:.3f}, balanced accuracy {(sens + spec) / 2:.3f}")
