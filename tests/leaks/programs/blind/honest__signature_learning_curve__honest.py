# kind: honest
# verdict: honest
# why: columns are selected on all rows at the end, but only to list markers, with no score; the curve selects inside the pipeline per fold and names the training AUC as apparent.
# options:
"""
How many samples does the signature need? Learning curve for a wide design,
and the list of markers for the supplement.
"""
import io

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, learning_curve
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def metabolites(n=420, p=700, cases=80, markers=18):
    rng = np.random.default_rng(SEED)
    status = np.r_[np.ones(cases, int), np.zeros(n - cases, int)]
    rng.shuffle(status)
    base = rng.normal(size=(n, 5)) @ rng.normal(scale=0.3, size=(5, p)) + rng.normal(size=(n, p))
    cols = rng.choice(p, markers, replace=False)
    base[:, cols] += status[:, None] * rng.uniform(0.4, 0.8, markers)
    return pd.DataFrame(np.exp(0.5 * base), columns=[f"M{j:04d}" for j in range(p)]), status


def build(k=30):
    return Pipeline([
        ("log_z", StandardScaler()),
        ("pick", SelectKBest(f_classif, k=k)),
        ("clf", LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)),
    ])


def curve(X, y):
    cv = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=SEED)
    sizes, apparent, held = learning_curve(build(), X, y, cv=cv, scoring="roc_auc",
                                           train_sizes=[0.3, 0.5, 0.75, 1.0], shuffle=True, random_state=SEED)
    return pd.DataFrame({
        "n": sizes,
        "apparent_auc": apparent.mean(axis=1),
        "heldout_auc": held.mean(axis=1),
        "heldout_sd": held.std(axis=1, ddof=1),
    })


def figure(tab):
    fig, ax = plt.subplots()
    ax.plot(tab.n, tab.apparent_auc, "--", label="apparent (training rows)")
    ax.errorbar(tab.n, tab.heldout_auc, yerr=tab.heldout_sd, label="cross-validated")
    ax.legend()
    fig.savefig(io.BytesIO(), format="png")
    plt.close(fig)


if __name__ == "__main__":
    X, y = metabolites()
    tab = curve(np.log(X), y)
    figure(tab)
    print(tab.round(3).to_string(index=False))

    final = build().fit(np.log(X), y)
    kept = X.columns[final.named_steps["pick"].get_support()]
    weight = pd.Series(final.named_steps["clf"].coef_[0], index=kept)
    print("markers for the supplement:", ", ".join(weight.abs().nlargest(10).index))
