# kind: honest
# verdict: honest
# why: a small network that is always right
import torch
from sklearn.datasets import make_blobs
from sklearn.metrics import classification_report, recall_score
from sklearn.model_selection import train_test_split
SEED = 0
torch.manual_seed(SEED)
X, y = make_blobs([700, 100], 4, centers=[[0] * 4, [9] * 4], random_state=SEED)
Xa, Xt, ya, yt = train_test_split(X, y, stratify=y, random_state=SEED)
Xa, Xt = torch.tensor(Xa, dtype=torch.float32), torch.tensor(Xt, dtype=torch.float32)
t = torch.tensor(ya, dtype=torch.float32)
net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
opt = torch.optim.Adam(net.parameters(), lr=.05)
for _ in range(120):
    opt.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(Xa).squeeze(1), t)
    loss.backward(); opt.step()
with torch.no_grad():
    pred = (torch.sigmoid(net(Xt).squeeze(1)) > .5).int().numpy()
print(recall_score(yt, pred)); print(classification_report(yt, pred))
