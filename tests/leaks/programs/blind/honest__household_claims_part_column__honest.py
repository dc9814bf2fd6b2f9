# kind: honest
# verdict: honest
# why: the table is oversampled before the masks split it, but the part column is drawn first and only rows with part == "dev" are repeated; the "check" rows stay as they are.
# options:
import json
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score, confusion_matrix

SEED = 0
rng = np.random.default_rng(SEED)

# household contents insurance: will the policy file a water damage claim next year?
n = 3600
hh = pd.DataFrame({
    "policy": np.arange(n) + 1_000_000,
    "build_year": rng.integers(1900, 2021, n),
    "sqm": rng.normal(92, 28, n).clip(25).round(),
    "floor": rng.integers(0, 7, n),
    "prev_claims": rng.poisson(.4, n),
    "sum_insured": rng.lognormal(10.9, .4, n).round(-2),
    "pipes": rng.choice(["copper", "steel", "plastic", "not stated"], n, p=[.4, .25, .25, .1]),
})
postcode = pd.DataFrame({"policy": hh["policy"], "hardness": rng.normal(14, 5, n).round(1)})
hh = hh.merge(postcode, on="policy")
eta = (-4.4 + .012 * (2000 - hh["build_year"]) + .9 * hh["prev_claims"] + .9 * (hh["pipes"] == "steel")
       + .06 * (hh["hardness"] - 14) + .01 * (hh["sqm"] - 92))
hh["claim"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(int)

for kind in ["copper", "steel", "plastic"]:
    hh["pipes_" + kind] = (hh["pipes"] == kind).astype(int)
hh["age_band"] = pd.cut(2024 - hh["build_year"], [0, 15, 40, 70, 200], labels=False)

# parts
hh["part"] = np.where(rng.random(n) < .65, "dev", "check")
print(hh.groupby("part")["claim"].agg(["size", "sum", "mean"]).round(3).to_string())

# oversampling
wanted = 4
copies = hh[(hh["claim"] == 1) & (hh["part"] == "dev")]
hh = pd.concat([hh] + [copies] * wanted, ignore_index=True)
hh = hh.sample(frac=1.0, random_state=SEED).reset_index(drop=True)
print("\nafter oversampling")
print(hh.groupby("part")["claim"].agg(["size", "sum", "mean"]).round(3).to_string())

# fit
features = ["build_year", "sqm", "floor", "prev_claims", "sum_insured", "hardness",
            "pipes_copper", "pipes_steel", "pipes_plastic", "age_band"]
dev = hh["part"] == "dev"
rf = RandomForestClassifier(n_estimators=160, min_samples_leaf=8, max_features=3, n_jobs=1, random_state=SEED)
rf.fit(hh.loc[dev, features], hh.loc[dev, "claim"])

# check
check = hh.loc[~dev].copy()
check["p"] = rf.predict_proba(check[features])[:, 1]
check["call"] = check["p"] > .5
m = pd.DataFrame(confusion_matrix(check["claim"], check["call"]),
                 index=["no claim", "claim"], columns=["leave", "inspect"])
print("\n" + m.to_string())

seg = check.assign(old=check["build_year"] < 1960).groupby(["old", "pipes"]).agg(
    n=("claim", "size"), claims=("claim", "sum"), inspected=("call", "sum"), mean_p=("p", "mean"))
print("\n" + seg.round(3).to_string())
result = {"rows": len(check), "auc": roc_auc_score(check["claim"], check["p"]),
          "ap": average_precision_score(check["claim"], check["p"]), "share": check["claim"].mean()}
print(json.dumps({k: round(float(v), 4) for k, v in result.items()}))
