# kind: tuning-on-test
# verdict: honest
# why: the blend weights are those with the lowest log loss on the blend rows, and the test rows are used once for the final log loss.
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

SEED = 0

X, y = make_classification(n_samples=1800, n_features=14, n_informative=6, n_clusters_per_class=3,
                           weights=[0.9], random_state=SEED)
split = pd.Series(np.random.default_rng(SEED).permutation(len(y)) % 4).map({0: "fit", 1: "fit", 2: "blend", 3: "test"})
fit = split.eq("fit").to_numpy()

members = {
    "lr": LogisticRegression(max_iter=500),
    "nb": GaussianNB(),
    "et": ExtraTreesClassifier(40, min_samples_leaf=3, random_state=SEED),
}
wide = pd.DataFrame({k: m.fit(X[fit], y[fit]).predict_proba(X)[:, 1] for k, m in members.items()})
long = (
    wide.assign(row=wide.index, y=y, split=split)
    .query("split != 'fit'")
    .melt(id_vars=["row", "y", "split"], var_name="member", value_name="p")
)

steps = [(a, b, 10 - a - b) for a in range(0, 11, 2) for b in range(0, 11 - a, 2)]
weights = pd.DataFrame(steps, columns=["lr", "nb", "et"]).div(10).rename_axis("mix").reset_index()
mixes = weights.melt(id_vars="mix", var_name="member", value_name="w")


def blend_loss(part, mixes):
    j = part.merge(mixes, on="member").assign(wp=lambda d: d["w"] * d["p"])
    g = j.groupby(["mix", "row"], as_index=False).agg(p=("wp", "sum"), y=("y", "first"))
    p = g["p"].clip(1e-6, 1 - 1e-6)
    return (-np.log(p.where(g["y"].eq(1), 1 - p))).groupby(g["mix"]).mean()


table = blend_loss(long.query("split == 'blend'"), mixes)
pick = table.idxmin()
print(weights.set_index("mix").loc[pick].to_dict())
print("log loss:", round(blend_loss(long.query("split == 'test'"), mixes.query("mix == @pick")).iloc[0], 4))
