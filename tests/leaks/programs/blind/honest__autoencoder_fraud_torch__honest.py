# kind: honest
# verdict: honest
# why: the autoencoder and the scaler are fitted on normal training rows only, the alarm threshold is a quantile of the training errors, and the test rows are only scored.
"""
Fraud detection with an autoencoder (PyTorch)

Idea: learn to rebuild normal transactions. Fraud should be rebuilt badly.
"""
import os
import tempfile

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import (confusion_matrix, roc_auc_score, average_precision_score,
                             precision_recall_fscore_support)

SEED = 0
np.random.seed(SEED)
torch.manual_seed(SEED)
torch.set_num_threads(1)

# ---------- data file ----------
out_dir = tempfile.mkdtemp()
csv = os.path.join(out_dir, "transactions.csv")
n_ok, n_bad, d = 1900, 80, 12
W = np.random.normal(size=(4, d))
ok = np.random.normal(size=(n_ok, 4)) @ W + 0.4 * np.random.normal(size=(n_ok, d))
bad = np.random.normal(size=(n_bad, 4)) @ W + 1.1 * np.random.normal(size=(n_bad, d))
tab = pd.DataFrame(np.vstack([ok, bad]).round(4), columns=[f"V{i}" for i in range(1, d + 1)])
tab["Amount"] = np.random.lognormal(3, 1, len(tab)).round(2)
tab["Class"] = [0] * n_ok + [1] * n_bad
tab = tab.sample(frac=1, random_state=SEED)
tab.to_csv(csv, index=False)

# ---------- load ----------
df = pd.read_csv(csv)
print(df.shape)
print(df.isnull().values.any())
print(df["Class"].value_counts())
print(df[df.Class == 1].Amount.describe())
print(df[df.Class == 0].Amount.describe())

print(df.describe().T.round(2))
print(df.corr()["Class"].round(3))

df["Amount"] = np.log1p(df["Amount"])

# ---------- split: hold out 25 % ----------
test = df.sample(frac=0.25, random_state=SEED)
train = df.drop(test.index)
print("train", train.shape, "test", test.shape)

# only normal rows are used for training, the few frauds of train are left aside
train_normal = train[train.Class == 0].drop(columns="Class")
val_normal = train_normal.sample(frac=0.15, random_state=SEED)
fit_normal = train_normal.drop(val_normal.index)

X_test = test.drop(columns="Class")
y_test = test["Class"].values

sc = StandardScaler().fit(fit_normal)
A = torch.tensor(sc.transform(fit_normal), dtype=torch.float32)
B = torch.tensor(sc.transform(val_normal), dtype=torch.float32)
C = torch.tensor(sc.transform(X_test), dtype=torch.float32)


class AutoEncoder(nn.Module):
    def __init__(self, n_in, code=4):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(n_in, 10), nn.Tanh(), nn.Linear(10, code))
        self.dec = nn.Sequential(nn.Linear(code, 10), nn.Tanh(), nn.Linear(10, n_in))

    def forward(self, x):
        return self.dec(self.enc(x))


net = AutoEncoder(A.shape[1])
params = list(net.parameters())
velocity = [torch.zeros_like(p) for p in params]
LR, MOMENTUM = 0.05, 0.9
loss_fn = nn.MSELoss()
hist = {"loss": [], "val_loss": []}

for epoch in range(14):
    net.train()
    perm = torch.randperm(len(A))
    total = 0.0
    for i in range(0, len(A), 64):
        xb = A[perm[i:i + 64]]
        net.zero_grad()
        loss = loss_fn(net(xb), xb)
        loss.backward()
        # plain SGD with momentum, written out
        with torch.no_grad():
            for p, vel in zip(params, velocity):
                vel.mul_(MOMENTUM).add_(p.grad)
                p.sub_(LR * vel)
        total += loss.item() * len(xb)
    net.eval()
    with torch.no_grad():
        v = loss_fn(net(B), B).item()
    hist["loss"].append(total / len(A))
    hist["val_loss"].append(v)
    if epoch % 4 == 0:
        print(f"epoch {epoch:2d} loss {total / len(A):.4f} val {v:.4f}")

print(pd.DataFrame(hist).round(4).tail(3))


def errors(t):
    with torch.no_grad():
        return ((net(t) - t) ** 2).mean(dim=1).numpy()


# ---------- threshold: 97 % quantile of the errors on training normals ----------
train_err = errors(A)
threshold = np.quantile(train_err, 0.97)
print("threshold", round(float(threshold), 4))

# ---------- test ----------
test_err = errors(C)
error_df = pd.DataFrame({"error": test_err, "true": y_test})
error_df["alarm"] = (error_df.error > threshold).astype(int)
print(error_df.groupby("true").error.describe())

print(confusion_matrix(error_df.true, error_df.alarm))
p, r, f, _ = precision_recall_fscore_support(error_df.true, error_df.alarm, average="binary", zero_division=0)
print(f"precision {p:.3f} recall {r:.3f} f1 {f:.3f}")
print("ROC AUC", round(roc_auc_score(y_test, test_err), 3))
print("AP     ", round(average_precision_score(y_test, test_err), 3))
