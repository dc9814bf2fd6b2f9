# kind: honest
# verdict: honest
# why: z-scores are made for all children before the split, but with a printed reference table and not with values of these children; the profile of all rows, labels included, is only shown and never reaches the model.
# options:

# %% Coeliac screening in the children's outpatient clinic
import io

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score, confusion_matrix
from sklearn.svm import SVC

SEED = 0

# %% Reference norms (national survey), by sex and year of age
NORMS = pd.read_csv(io.StringIO("""sex,age,height_m,height_sd,weight_m,weight_sd
f,2,86.4,3.2,11.9,1.4
f,3,95.0,3.7,14.1,1.7
f,4,102.6,4.2,16.3,2.1
f,5,109.6,4.7,18.5,2.6
f,6,115.9,5.0,20.8,3.1
f,7,121.8,5.3,23.3,3.7
m,2,87.6,3.1,12.4,1.3
m,3,96.0,3.6,14.5,1.6
m,4,103.3,4.1,16.6,2.0
m,5,110.1,4.5,18.8,2.4
m,6,116.4,4.8,21.1,2.9
m,7,122.3,5.2,23.6,3.5
"""))

# %% Children
rng = np.random.RandomState(SEED)
n = 1700
kids = pd.DataFrame({"child": np.arange(n), "sex": rng.choice(["f", "m"], n), "age": rng.randint(2, 8, n),
                     "ferritin": np.exp(rng.normal(3.3, .5, n)), "stool_problems": rng.binomial(1, .25, n),
                     "family": rng.binomial(1, .08, n)})
true = kids[["sex", "age"]].merge(NORMS, on=["sex", "age"], how="left")
hz, wz = rng.normal(0, 1, n), rng.normal(0, 1, n)
kids["height"] = (true["height_m"] + hz * true["height_sd"]).round(1)
kids["weight"] = (true["weight_m"] + (.5 * hz + .8 * wz) * true["weight_sd"]).round(1)
lin = -3.3 - .5 * hz - .5 * wz - .9 * (np.log(kids["ferritin"]) - 3.3) + .9 * kids["stool_problems"] + 1.3 * kids["family"]
kids["coeliac"] = (rng.rand(n) < 1 / (1 + np.exp(-lin))).astype(int)
kids.loc[rng.rand(n) < .2, "ferritin"] = np.nan

# %% Data profile
profile = kids.drop(columns="child").describe().T[["count", "mean", "std", "min", "max"]]
profile["missing"] = kids.isna().mean()
profile["corr_with_outcome"] = kids.drop(columns=["child", "sex"]).corr()["coeliac"]
print(profile.round(2).to_string())
print("\n" + kids.pivot_table(index="age", columns="sex", values="coeliac", aggfunc="mean").round(3).to_string())

# %% Standardise against the norms
std = kids.merge(NORMS, on=["sex", "age"], how="left", validate="many_to_one")
std["height_z"] = (std["height"] - std["height_m"]) / std["height_sd"]
std["weight_z"] = (std["weight"] - std["weight_m"]) / std["weight_sd"]
std["log_ferritin"] = np.log(std["ferritin"])
X = std[["height_z", "weight_z", "log_ferritin", "stool_problems", "family"]]
y = std["coeliac"]

# %% Five folds
fold_rows = []
total = np.zeros((2, 2), int)
for k, (i_fit, i_out) in enumerate(StratifiedKFold(5, shuffle=True, random_state=SEED).split(X, y), start=1):
    fit, out = X.iloc[i_fit].copy(), X.iloc[i_out].copy()
    mu, sd = fit["log_ferritin"].mean(), fit["log_ferritin"].std()
    for part in (fit, out):
        part["no_ferritin"] = part["log_ferritin"].isna() * 1.0
        part["log_ferritin"] = ((part["log_ferritin"] - mu) / sd).fillna(0)
    svm = SVC(C=1.0, gamma=.05, class_weight="balanced", random_state=SEED).fit(fit, y.iloc[i_fit])
    dist = svm.decision_function(out)
    total += confusion_matrix(y.iloc[i_out], dist > 0)
    fold_rows.append({"fold": k, "n": len(out), "cases": int(y.iloc[i_out].sum()),
                      "auc": roc_auc_score(y.iloc[i_out], dist)})

folds = pd.DataFrame(fold_rows).set_index("fold")
print("\n" + folds.round(3).to_string())
print("\nmean AUC %.3f" % folds["auc"].mean())
print(pd.DataFrame(total, index=["healthy", "coeliac"], columns=["no test", "blood test"]).to_string())
