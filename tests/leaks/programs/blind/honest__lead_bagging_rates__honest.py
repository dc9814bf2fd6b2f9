# kind: honest
# verdict: honest
# why: region rates are cross-fitted within each training fold, only training rows are thinned out, and scores are corrected with the training share; the validation fold keeps all its rows and gives no label to any of this.
# options:
import numpy as np
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

SEED = 0
K_SMOOTH = 15
N_BAGS = 9


def leads():
    r = np.random.RandomState(SEED)
    n = 3600
    attraction = r.normal(0, 0.8, 60)
    region = r.randint(0, 60, n)
    visits = r.poisson(4, n)
    dwell = r.gamma(2, 40, n)
    discount = r.choice([0, 5, 10, 15], n, p=[.5, .2, .2, .1])
    z = -4.6 + attraction[region] + 0.22 * visits + 0.008 * dwell + 0.05 * discount
    bought = (r.rand(n) < 1 / (1 + np.exp(-z))).astype(int)
    return pd.DataFrame({"region": region, "visits": visits, "dwell": dwell, "discount": discount, "bought": bought})


def smooth_rates(keys, labels):
    base = labels.mean()
    t = labels.groupby(keys).agg(["sum", "size"])
    return (t["sum"] + K_SMOOTH * base) / (t["size"] + K_SMOOTH), base


def encode(train, other):
    """Rates for train from the other inner folds, for other from the whole of train."""
    own = pd.Series(np.nan, index=train.index)
    for a, b in KFold(5, shuffle=True, random_state=SEED).split(train):
        table, base = smooth_rates(train["region"].iloc[a], train["bought"].iloc[a])
        own.iloc[b] = train["region"].iloc[b].map(table).fillna(base).to_numpy()
    table, base = smooth_rates(train["region"], train["bought"])
    return own, other["region"].map(table).fillna(base)


def thinned_bag(Xt, yt, Xv):
    votes = np.zeros(len(Xv))
    for b in range(N_BAGS):
        rus = RandomUnderSampler(sampling_strategy=0.5, random_state=1000 * SEED + b)
        Xs, ys = rus.fit_resample(Xt, yt)
        tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=12, max_features=3, random_state=1000 * SEED + b)
        votes += tree.fit(Xs, ys).predict_proba(Xv)[:, 1]
    return votes / N_BAGS


def undo_thinning(p, true_share, thinned_share=1 / 3):
    odds = p / np.clip(1 - p, 1e-9, None)
    odds *= (true_share / (1 - true_share)) / (thinned_share / (1 - thinned_share))
    return odds / (1 + odds)


df = leads()
oof = pd.Series(np.nan, index=df.index)
for tr, va in StratifiedKFold(5, shuffle=True, random_state=SEED).split(df, df["bought"]):
    train, valid = df.iloc[tr], df.iloc[va]
    r_train, r_valid = encode(train, valid)
    cols = ["visits", "dwell", "discount"]
    A = train[cols].assign(rate=r_train)
    B = valid[cols].assign(rate=r_valid)
    raw = thinned_bag(A, train["bought"], B)
    oof.iloc[va] = undo_thinning(raw, train["bought"].mean())

y = df["bought"]
results = {"rows": len(df), "buyers": int(y.sum()), "auc": roc_auc_score(y, oof), "ap": average_precision_score(y, oof),
           "brier": brier_score_loss(y, oof), "mean_p": oof.mean()}
print({k: (round(float(v), 4) if not isinstance(v, int) else v) for k, v in results.items()})
