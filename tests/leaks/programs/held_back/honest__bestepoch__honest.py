# kind: honest
# verdict: honest
# why: the best epoch is chosen on 20 % of the training rows, and the test rows are scored after it was put back
from copy import deepcopy

import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.metrics import average_precision_score

SEED = 0
gen = torch.Generator().manual_seed(SEED)
torch.manual_seed(SEED)
torch.set_num_threads(1)

d = pd.read_csv("churn.csv")
y = torch.from_numpy((d["churned"] == "yes").to_numpy(np.float32))
X = torch.from_numpy(
    np.column_stack([d["tenure"], d["monthly_charges"], d["calls"], d["score_a"], d["score_b"], d["contract"] == "monthly", d["minutes"].isna()]).astype(np.float32)
)
perm = torch.randperm(len(y), generator=gen)
test, train = perm[:700], perm[700:]
val, train = train[: len(train) // 5], train[len(train) // 5 :]
X = (X - X[train].mean(0)) / X[train].std(0)

model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], 32), torch.nn.Tanh(), torch.nn.Linear(32, 1), torch.nn.Flatten(0))
opt = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=1e-3)
best_ap, best_state, best_epoch = -1.0, None, None
for epoch in range(40):
    for batch in train[torch.randperm(len(train), generator=gen)].split(200):
        opt.zero_grad()
        F.binary_cross_entropy_with_logits(model(X[batch]), y[batch], pos_weight=torch.tensor(5.0)).backward()
        opt.step()
    with torch.no_grad():
        ap = average_precision_score(y[val], model(X[val]))
    if ap > best_ap:
        best_ap, best_state, best_epoch = ap, deepcopy(model.state_dict()), epoch

model.load_state_dict(best_state)
with torch.no_grad():
    final = average_precision_score(y[test].numpy(), torch.sigmoid(model(X[test])).numpy())
print(f"best epoch {best_epoch} (validation AP {best_ap:.3f})\ntest AP {final:.3f}")
