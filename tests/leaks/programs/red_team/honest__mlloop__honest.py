# kind: honest
# verdict: honest
# why: a fixed number of epochs; test AUC is printed after each epoch but nothing is chosen by it.
import torch
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

SEED = 0
torch.manual_seed(SEED)
df = pd.read_csv("churn.csv")
X = df[["tenure", "monthly_charges", "calls", "score_a", "score_b"]].to_numpy("float32")
y = df["churned"].eq("yes").to_numpy("float32")
idx = torch.randperm(len(y))
tr, te = idx[:1800].numpy(), idx[1800:].numpy()
X = (X - X[tr].mean(0)) / X[tr].std(0)
Xt, yt = torch.tensor(X[tr]), torch.tensor(y[tr])
net = torch.nn.Sequential(torch.nn.Linear(5, 16), torch.nn.ReLU(), torch.nn.BatchNorm1d(16), torch.nn.Linear(16, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(8):
    net.train()
    for part in torch.randperm(len(yt)).split(128):
        opt.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(net(Xt[part])[:, 0], yt[part]).backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        auc = roc_auc_score(y[te], net(torch.tensor(X[te]))[:, 0])
    print(f"epoch {epoch} test AUC {auc:.4f}")
