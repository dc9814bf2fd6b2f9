# kind: honest
# verdict: honest
# why: genes and cut are chosen anew in each fold from its training rows only; the panel on all rows at the end is a list that is never scored
# options:
# Relapse from expression: t-test ranking + ridge logistic by hand, F1 on pooled decisions.
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

SEED = 0
TOP = 25
RIDGE = 5.0

table = pd.read_csv("genes.csv")
relapse = table.pop("relapse").to_numpy()
genes = np.array(table.columns)
expr = table.to_numpy()


def t_scores(x, y):
    a, b = x[y == 1], x[y == 0]
    se = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
    return np.abs(a.mean(axis=0) - b.mean(axis=0)) / se


def ridge_logit(x, y):
    z = np.column_stack([np.ones(len(x)), x])

    def objective(w):
        m = z @ w
        value = np.logaddexp(0, m).sum() - y @ m + 0.5 * RIDGE * (w[1:] @ w[1:])
        grad = z.T @ (1 / (1 + np.exp(-m)) - y)
        grad[1:] += RIDGE * w[1:]
        return value, grad

    return minimize(objective, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x


class Panel:
    def fit(self, x, y):
        self.keep = np.argsort(-t_scores(x, y))[:TOP]
        self.mu, self.sd = x[:, self.keep].mean(axis=0), x[:, self.keep].std(axis=0)
        self.w = ridge_logit((x[:, self.keep] - self.mu) / self.sd, y)
        return self

    def risk(self, x):
        z = (x[:, self.keep] - self.mu) / self.sd
        return 1 / (1 + np.exp(-(self.w[0] + z @ self.w[1:])))


def best_cut(y, p):
    grid = np.unique(np.quantile(p, np.linspace(0.5, 0.98, 49)))
    return grid[np.argmax([f1_score(y, p >= c, zero_division=0) for c in grid])]


def inner_oof(x, y, seed):
    p = np.zeros(len(y))
    for a, b in StratifiedKFold(4, shuffle=True, random_state=seed).split(x, y):
        p[b] = Panel().fit(x[a], y[a]).risk(x[b])
    return p


risk, decision = np.zeros(len(relapse)), np.zeros(len(relapse), dtype=int)
picked = pd.Series(0, index=genes)
aucs = []
for k, (tr, te) in enumerate(StratifiedKFold(5, shuffle=True, random_state=SEED).split(expr, relapse)):
    cut = best_cut(relapse[tr], inner_oof(expr[tr], relapse[tr], SEED + k))
    panel = Panel().fit(expr[tr], relapse[tr])
    risk[te] = panel.risk(expr[te])
    decision[te] = risk[te] >= cut
    picked[genes[panel.keep]] += 1
    aucs.append(roc_auc_score(relapse[te], risk[te]))
    print(f"fold {k}: cut {cut:.3f}  AUC {aucs[-1]:.3f}  flagged {decision[te].sum()} of {len(te)}")

print(f"mean AUC {np.mean(aucs):.3f}   F1 of the pooled decisions {f1_score(relapse, decision):.3f}")
print(confusion_matrix(relapse, decision))
print("chosen in all five folds:", ", ".join(picked.index[picked == 5]) or "none")

final = Panel().fit(expr, relapse)
print("panel for the next study:", ", ".join(genes[final.keep][:10]), "...")
