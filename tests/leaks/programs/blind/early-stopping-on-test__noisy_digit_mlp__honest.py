# kind: early-stopping-on-test
# verdict: honest
# why: patience and the restored weights follow the validation loss; the test loss is only kept in the history for a figure.
# options:
"""Small MLP that spots one digit in noisy scans; training with patience, history kept for the figure in the appendix."""
import copy
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from torch import nn

SEED = 0


@dataclass
class Config:
    digit: int = 8
    noise: float = 6.0
    hidden: int = 48
    lr: float = 4e-3
    batch: int = 100
    max_epochs: int = 40
    patience: int = 6


def noisy_scans(cfg):
    scans, names = load_digits(return_X_y=True)
    g = np.random.default_rng(SEED)
    scans = np.clip(scans + g.normal(0, cfg.noise, scans.shape), 0, 16) / 16.0
    return scans.astype(np.float32), (names == cfg.digit).astype(np.float32)


def tensors(*arrays):
    return [torch.from_numpy(np.ascontiguousarray(a)) for a in arrays]


@torch.no_grad()
def evaluate(net, x, y, loss_fn):
    net.eval()
    out = net(x).squeeze(1)
    return loss_fn(out, y).item(), out.numpy()


def run(cfg):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    X, y = noisy_scans(cfg)
    x_a, x_te, y_a, y_te = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
    x_tr, x_va, y_tr, y_va = train_test_split(x_a, y_a, test_size=0.25, stratify=y_a, random_state=SEED)
    x_tr, y_tr, x_va, y_va, x_te, y_te = tensors(x_tr, y_tr, x_va, y_va, x_te, y_te)

    net = nn.Sequential(nn.Linear(64, cfg.hidden), nn.ReLU(), nn.Linear(cfg.hidden, cfg.hidden), nn.ReLU(),
                        nn.Linear(cfg.hidden, 1))
    loss_fn = nn.BCEWithLogitsLoss()
    opt = torch.optim.Adam(net.parameters(), lr=cfg.lr)
    history = {"train": [], "val": [], "test": []}
    best, best_state, waited = float("inf"), None, 0

    for epoch in range(cfg.max_epochs):
        net.train()
        for idx in torch.randperm(len(x_tr)).split(cfg.batch):
            opt.zero_grad()
            loss = loss_fn(net(x_tr[idx]).squeeze(1), y_tr[idx])
            loss.backward()
            opt.step()
        for part, (a, b) in {"train": (x_tr, y_tr), "val": (x_va, y_va), "test": (x_te, y_te)}.items():
            history[part].append(evaluate(net, a, b, loss_fn)[0])
        current = history["val"][-1]
        if current < best - 1e-4:
            best, best_state, waited = current, copy.deepcopy(net.state_dict()), 0
        else:
            waited += 1
            if waited >= cfg.patience:
                break

    net.load_state_dict(best_state)
    loss, logits = evaluate(net, x_te, y_te, loss_fn)
    return {
        "epochs_run": len(history["train"]),
        "test_loss": round(loss, 4),
        "test_ap": round(average_precision_score(y_te.numpy(), logits), 4),
        "test_auc": round(roc_auc_score(y_te.numpy(), logits), 4),
    }


if __name__ == "__main__":
    print(run(Config()))
