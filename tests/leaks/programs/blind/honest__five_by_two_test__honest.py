# kind: honest
# verdict: honest
# why: each half is trained on and scored in turn and two models are compared by test scores, but every fit (scaling, validation rows for patience) uses only rows of the half not scored, and both models are reported without a choice.
# options:
"""
5x2cv paired t-test (Dietterich, 1998) between an MLP and a logistic regression on
gamma / hadron style shower data, plus Wilcoxon on the ten differences.
"""
import numpy as np
import torch
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit, train_test_split
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce

SEED = 0
torch.set_num_threads(1)


def showers(rng, n=2200, share=0.14):
    gamma = (np.arange(n) < int(share * n)).astype(int)
    length = rng.gamma(4, 8, n) * np.where(gamma, 0.85, 1.0)
    width = length * rng.beta(4, 6, n) * np.where(gamma, 0.8, 1.0)
    alpha = np.where(gamma, rng.exponential(18, n), rng.uniform(0, 90, n))
    size = rng.normal(2.8, 0.45, n) + 0.1 * gamma
    asym = rng.normal(0, 40, n)
    swap = rng.random(n) < 0.05
    alpha[swap] = rng.uniform(0, 90, swap.sum())
    return np.column_stack([length, width, alpha, size, asym]), gamma


def units(A):
    mu, sd = A.mean(axis=0), A.std(axis=0)
    return lambda Z: (Z - mu) / sd


def fit_logit(X, y):
    z = units(X)
    clf = LogisticRegression(max_iter=500).fit(z(X), y)
    return lambda Z: clf.decision_function(z(Z))


def fit_mlp(X, y, seed):
    torch.manual_seed(seed)
    a, v, ya, yv = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    z = units(a)
    a, v, ya, yv = (torch.tensor(t, dtype=torch.float32) for t in (z(a), z(v), ya, yv))
    net = nn.Sequential(nn.Linear(X.shape[1], 24), nn.Tanh(), nn.Linear(24, 1))
    opt = torch.optim.Adam(net.parameters(), lr=0.03)
    best, keep, bad = np.inf, None, 0
    for _ in range(25):
        for rows in torch.randperm(len(a)).split(220):
            opt.zero_grad()
            bce(net(a[rows])[:, 0], ya[rows]).backward()
            opt.step()
        with torch.no_grad():
            val = bce(net(v)[:, 0], yv).item()
        if val < best:
            best, bad, keep = val, 0, {k: t.clone() for k, t in net.state_dict().items()}
        else:
            bad += 1
        if bad == 4:
            break
    net.load_state_dict(keep)

    def decision(Z):
        with torch.no_grad():
            return net(torch.tensor(z(Z), dtype=torch.float32))[:, 0].numpy()

    return decision


def one_direction(X, y, train, test, seed):
    return {
        "logit": roc_auc_score(y[test], fit_logit(X[train], y[train])(X[test])),
        "mlp": roc_auc_score(y[test], fit_mlp(X[train], y[train], seed)(X[test])),
    }


X, y = showers(np.random.default_rng(SEED))
halves = StratifiedShuffleSplit(n_splits=5, test_size=0.5, random_state=SEED)
auc, diff = [], np.zeros((5, 2))
for i, (first, second) in enumerate(halves.split(X, y)):
    for j, (train, test) in enumerate([(first, second), (second, first)]):
        r = one_direction(X, y, train, test, seed=1000 * SEED + 10 * i + j)
        auc.append(r)
        diff[i, j] = r["mlp"] - r["logit"]

s2 = ((diff - diff.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
t = diff[0, 0] / np.sqrt(s2.mean() + 1e-12)
p_t = 2 * stats.t.sf(abs(t), df=5)
p_w = stats.wilcoxon(diff.ravel()).pvalue
out = {name: round(float(np.mean([r[name] for r in auc])), 4) for name in ("logit", "mlp")}
print("mean AUC of the held-out halves:", out)
print(f"mlp - logit: mean {diff.mean():+.4f}, 5x2cv t = {t:.2f} (p = {p_t:.3f}), Wilcoxon p = {p_w:.3f}")
