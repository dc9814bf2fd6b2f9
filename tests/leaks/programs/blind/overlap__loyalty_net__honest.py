# kind: overlap
# verdict: honest
# why: the net object is made once, but a deep copy of its first weights is put back at the start of every fold, so no fold knows another's rows
# options:
import copy

import numpy as np
import pandas as pd
import torch
from torch import nn
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

SEED = 0
torch.set_num_threads(1)
torch.manual_seed(SEED)


def load():
    raw = pd.read_csv("churn.csv")
    raw = raw.loc[raw["monthly_charges"] > 0]
    table = pd.DataFrame({
        "tenure": raw["tenure"],
        "charges": raw["monthly_charges"],
        "calls": raw["calls"],
        "minutes": raw["minutes"],
        "a": raw["score_a"],
        "b": raw["score_b"],
        "monthly": raw["contract"].eq("monthly"),
        "two": raw["contract"].eq("two years"),
        "plus": raw["plan"].eq("plus"),
        "max": raw["plan"].eq("max"),
    })
    return table.astype("float64").to_numpy(), raw["churned"].eq("yes").to_numpy(dtype="float64")


class Scaling:
    def __init__(self, rows):
        self.fill = np.nanmedian(rows, axis=0)
        full = self(rows, raw=True)
        self.mid, self.width = full.mean(axis=0), full.std(axis=0) + 1e-9

    def __call__(self, rows, raw=False):
        full = np.where(np.isnan(rows), self.fill, rows)
        return full if raw else torch.tensor((full - self.mid) / self.width, dtype=torch.float32)


def train(net, x, y, epochs, rng):
    opt = torch.optim.Adam(net.parameters(), lr=5e-3)
    loss_of = nn.BCEWithLogitsLoss()
    net.train()
    for _ in range(epochs):
        for part in np.array_split(rng.permutation(len(x)), 10):
            opt.zero_grad()
            loss = loss_of(net(x[part]).squeeze(1), y[part])
            loss.backward()
            opt.step()


@torch.no_grad()
def probabilities(net, x):
    net.eval()
    return torch.sigmoid(net(x).squeeze(1)).numpy().astype(float)


def main():
    X, y = load()
    rng = np.random.default_rng(SEED)
    net = nn.Sequential(nn.Linear(X.shape[1], 48), nn.ReLU(), nn.Linear(48, 24), nn.ReLU(), nn.Linear(24, 1))
    start = copy.deepcopy(net.state_dict())

    aucs, losses = [], []
    for k, (inside, outside) in enumerate(StratifiedKFold(4, shuffle=True, random_state=SEED).split(X, y)):
        net.load_state_dict(copy.copy(start))
        scaling = Scaling(X[inside])
        train(net, scaling(X[inside]), torch.tensor(y[inside], dtype=torch.float32), 12, rng)
        p = probabilities(net, scaling(X[outside]))
        aucs.append(roc_auc_score(y[outside], p))
        losses.append(log_loss(y[outside], np.clip(p, 1e-6, 1 - 1e-6)))
        print(f"fold {k}: auc {aucs[-1]:.3f}  log loss {losses[-1]:.3f}")
    print(f"cross-validated auc {np.mean(aucs):.3f} +- {np.std(aucs):.3f}, log loss {np.mean(losses):.3f}")


if __name__ == "__main__":
    main()
