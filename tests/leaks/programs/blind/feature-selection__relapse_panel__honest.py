# kind: feature-selection
# verdict: honest
# why: the Welch ranking is computed from the fitting rows of each fold only, so the held-out labels do not pick probes.
# options:
"""
Two-stage expression classifier after the usual recipe: rank probes with Welch's t,
keep the first m, classify with diagonal linear discriminant analysis.
Repeated stratified CV, several panel sizes side by side.
"""
import json

import numpy as np
from scipy import stats
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold

SEED = 0
N_PATIENTS, N_RELAPSE = 460, 84
N_PROBES, N_DRIVERS, N_PATHWAYS = 1400, 24, 8
PANEL_SIZES = (10, 40, 160)


def simulate_cohort(rng):
    relapse = np.zeros(N_PATIENTS, dtype=int)
    relapse[rng.choice(N_PATIENTS, N_RELAPSE, replace=False)] = 1
    pathways = rng.normal(size=(N_PATIENTS, N_PATHWAYS))
    loadings = rng.normal(scale=0.35, size=(N_PATHWAYS, N_PROBES))
    expr = 7.0 + pathways @ loadings + rng.gamma(2.0, 0.6, size=(N_PATIENTS, N_PROBES))
    drivers = rng.choice(N_PROBES, N_DRIVERS, replace=False)
    effect = rng.choice([-1, 1], N_DRIVERS) * rng.uniform(0.25, 0.55, N_DRIVERS)
    expr[:, drivers] += np.outer(relapse, effect)
    return expr.astype(np.float32), relapse


def welch_ranking(expr, label):
    t, _ = stats.ttest_ind(expr[label == 1], expr[label == 0], axis=0, equal_var=False)
    return np.argsort(-np.abs(t))


class DiagonalLDA:
    """Class means, one pooled variance per probe, priors from the data."""

    def fit(self, X, y):
        self.mu = np.stack([X[y == c].mean(axis=0) for c in (0, 1)])
        resid = X - self.mu[y]
        self.var = (resid ** 2).sum(axis=0) / (len(y) - 2) + 1e-3
        self.logprior = np.log(np.bincount(y, minlength=2) / len(y))
        return self

    def margin(self, X):
        d = [-0.5 * (((X - m) ** 2) / self.var).sum(axis=1) for m in self.mu]
        return (d[1] + self.logprior[1]) - (d[0] + self.logprior[0])


def repeated_cv(expr, relapse, sizes, repeats=3, folds=5):
    splitter = RepeatedStratifiedKFold(n_splits=folds, n_repeats=repeats, random_state=SEED)
    table = {m: {"auc": [], "bacc": []} for m in sizes}
    for fit, held in splitter.split(expr, relapse):
        ranking = welch_ranking(expr[fit], relapse[fit])
        for m in sizes:
            probes = ranking[:m]
            model = DiagonalLDA().fit(expr[fit][:, probes], relapse[fit])
            margin = model.margin(expr[held][:, probes])
            table[m]["auc"].append(roc_auc_score(relapse[held], margin))
            table[m]["bacc"].append(balanced_accuracy_score(relapse[held], (margin > 0).astype(int)))
    return table


def summarise(values):
    v = np.asarray(values)
    half = stats.t.ppf(0.975, len(v) - 1) * v.std(ddof=1) / np.sqrt(len(v))
    return {"mean": round(float(v.mean()), 4), "half_width": round(float(half), 4), "n": len(v)}


if __name__ == "__main__":
    expr, relapse = simulate_cohort(np.random.default_rng(SEED))
    table = repeated_cv(expr, relapse, PANEL_SIZES)
    report = {f"top{m}": {k: summarise(v) for k, v in d.items()} for m, d in table.items()}
    print(json.dumps(report, indent=1))
