# kind: honest
# verdict: honest
# why: rows are drawn with replacement before they are divided, but copies stay in the bag; the rows scored are those never drawn (setdiff1d), each once, at close to the natural share.
# options:
# Leave-one-out bootstrap for a boosted model: draw the training rows with replacement,
# score the rows that were not drawn, percentile interval of the AUC.
import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.metrics import average_precision_score, roc_auc_score
from xgboost import XGBClassifier

SEED = 0
B = 25


def make_soil_table(gen, n=1200):
    d = pd.DataFrame({
        "ph": gen.normal(6.3, 0.7, n),
        "clay": gen.beta(2, 4, n) * 100,
        "organic": gen.gamma(2.5, 1.1, n),
        "cadmium": gen.lognormal(-1.0, 0.7, n),
        "distance_road": gen.exponential(900, n),
        "elevation": gen.normal(320, 90, n),
    })
    z = (-3.4 + 1.1 * np.log(d.cadmium / 0.37) - 0.9 * (d.ph - 6.3) + 0.02 * (d.clay - 33)
         + 1.2 * (d.distance_road < 250) + 0.5 * np.sin(d.organic))
    d["exceeds"] = gen.binomial(1, 1 / (1 + np.exp(-z)))
    d["ph"] = d["ph"].mask(gen.random(n) < 0.1)
    d["organic"] = d["organic"].mask(gen.random(n) < 0.15)
    return d


gen = np.random.default_rng(SEED)
soil = make_soil_table(gen)
features = [c for c in soil.columns if c != "exceeds"]
everything = np.arange(len(soil))
pos, neg = (soil.index[soil.exceeds == k].to_numpy() for k in (1, 0))

records = []
for b in range(B):
    drawn = np.concatenate([gen.choice(pos, len(pos), replace=True), gen.choice(neg, len(neg), replace=True)])
    left_out = np.setdiff1d(everything, drawn)
    bag, oob = soil.iloc[drawn], soil.iloc[left_out]

    filler = KNNImputer(n_neighbors=5).fit(bag[features])
    booster = XGBClassifier(n_estimators=60, max_depth=3, learning_rate=0.1, subsample=0.8,
                            n_jobs=1, random_state=SEED + b)
    booster.fit(filler.transform(bag[features]), bag["exceeds"])
    p = booster.predict_proba(filler.transform(oob[features]))[:, 1]
    records.append((len(np.unique(drawn)), len(oob), roc_auc_score(oob["exceeds"], p),
                    average_precision_score(oob["exceeds"], p)))

res = pd.DataFrame(records, columns=["distinct_in_bag", "n_oob", "auc", "ap"])
print(res.describe().loc[["mean", "std", "min", "max"]].round(3))
for col in ("auc", "ap"):
    lo, hi = np.percentile(res[col], [2.5, 97.5])
    print(f"{col}: {res[col].mean():.3f}, 95 % interval {lo:.3f} to {hi:.3f} ({soil.exceeds.mean():.1%} positive)")
