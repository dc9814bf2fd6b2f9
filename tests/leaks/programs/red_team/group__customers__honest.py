# kind: group
# verdict: honest
# options: --groups customer_id
# why: the random mask is drawn per customer.
import numpy as np
import pandas as pd
import torch

SEED = 0
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)

p = pd.read_csv("payments.csv")
cols = ["amount", "hour", "n_last_day", "distance_km", "speed"]
ids = p["customer_id"].unique()
mask = p["customer_id"].isin(ids[rng.random(len(ids)) < 0.7]).to_numpy()
X = np.log1p(p[cols].clip(lower=0)).to_numpy("float32")
y = p["fraud"].to_numpy("float32")
mu, sd = X[mask].mean(0), X[mask].std(0)
ds = torch.utils.data.TensorDataset(torch.from_numpy((X[mask] - mu) / sd), torch.from_numpy(y[mask]))
loader = torch.utils.data.DataLoader(ds, batch_size=256, shuffle=True)
net = torch.nn.Sequential(torch.nn.Linear(len(cols), 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
opt = torch.optim.AdamW(net.parameters(), lr=0.01)
for epoch in range(6):
    for xb, yb in loader:
        opt.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(net(xb)[:, 0], yb).backward()
        opt.step()
net.eval()
with torch.inference_mode():
    out = net(torch.from_numpy((X[~mask] - mu) / sd))[:, 0].numpy()
order = np.argsort(-out)[:50]
print("precision in the top 50:", y[~mask][order].mean().round(3))
