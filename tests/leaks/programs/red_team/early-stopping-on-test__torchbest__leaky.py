# kind: early-stopping-on-test
# verdict: leak
# why: the weights of the epoch with the best test AUC are kept
import numpy as np, pandas as pd, torch
import torch.nn as nn
from torch.utils.data import TensorDataset, DataLoader
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
torch.manual_seed(SEED)
df = pd.read_csv("payments.csv")
X = df[["amount", "hour", "n_last_day", "distance_km", "speed"]].values
y = df["fraud"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
sc = StandardScaler()
X_train = torch.tensor(sc.fit_transform(X_train), dtype=torch.float32)
X_test = torch.tensor(sc.transform(X_test), dtype=torch.float32)
loader = DataLoader(TensorDataset(X_train, torch.tensor(y_train, dtype=torch.float32)), batch_size=128, shuffle=True)

class MLP(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(d, 32), nn.Linear(32, 1)
    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x))).view(-1)

model = MLP(5)
crit = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(20.0))
optim = torch.optim.Adam(model.parameters(), lr=0.01)
best = 0.0
for epoch in range(12):
    model.train()
    for xb, yb in loader:
        optim.zero_grad(); loss = crit(model(xb), yb); loss.backward(); optim.step()
    model.eval()
    with torch.no_grad():
        auc = roc_auc_score(y_test, model(X_test).numpy())
    if auc > best:  # <- leak
        best = auc
        torch.save(model.state_dict(), "best.pt")
model.load_state_dict(torch.load("best.pt"))
with torch.no_grad():
    print("best model AUC:", roc_auc_score(y_test, model(X_test).numpy()))
