# kind: resample-before-split
# verdict: honest
# why: the fraud rows are repeated only in the training frame, after train_test_split; the scored rows keep the natural fraud share.
# options:
"""Motor claims: which claims should go to the special investigation desk?

Three extracts (claims, policies, garages) are joined, then a forest ranks claims.
"""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, recall_score, precision_score
from sklearn.model_selection import train_test_split

SEED = 0
REGIONS = ["north", "south", "coast", "capital"]
VEHICLES = ["small", "family", "van", "sport"]
FEATURES = ["amount", "days_since_start", "n_passengers", "night", "premium", "bonus_class",
            "contracted", "vehicle_code", "region_code", "amount_band"]


def extracts(rng):
    n_pol, n_gar = 3200, 60
    policies = pd.DataFrame({
        "policy_no": np.arange(70_000, 70_000 + n_pol),
        "premium": rng.gamma(6, 90, n_pol).round(2),
        "bonus_class": rng.integers(0, 12, n_pol),
        "vehicle": rng.choice(VEHICLES, n_pol, p=[.35, .4, .15, .1]),
    })
    garages = pd.DataFrame({
        "garage": [f"G{i:03d}" for i in range(n_gar)],
        "contracted": rng.integers(0, 2, n_gar),
        "region": rng.choice(REGIONS, n_gar),
    })
    claims = pd.DataFrame({
        "policy_no": policies["policy_no"].to_numpy(),
        "garage": rng.choice(garages["garage"].to_numpy(), n_pol),
        "amount": rng.lognormal(7.4, .8, n_pol).round(2),
        "days_since_start": rng.exponential(220, n_pol).round(1),
        "n_passengers": rng.poisson(.8, n_pol),
        "night": rng.integers(0, 2, n_pol),
    })
    claims.loc[rng.random(n_pol) < .08, "amount"] = np.nan
    return claims, policies, garages, rng


def assemble(claims, policies, garages, rng):
    wide = claims.merge(policies, on="policy_no", how="left").merge(garages, on="garage", how="left")
    z = (-5.3 + 1.8 * (wide["days_since_start"] < 60) + 1.1 * np.log(wide["amount"].fillna(1600) / 1600)
         + .8 * wide["n_passengers"] + .9 * wide["night"] - 1.2 * wide["contracted"]
         + 1.3 * (wide["vehicle"] == "sport"))
    wide["fraud"] = (rng.random(len(wide)) < 1 / (1 + np.exp(-z))).astype(int)
    # codes from the code book
    wide["vehicle_code"] = wide["vehicle"].map({v: i for i, v in enumerate(VEHICLES)})
    wide["region_code"] = wide["region"].map({r: i for i, r in enumerate(REGIONS)})
    wide["amount"] = wide["amount"].fillna(-1)
    wide["amount_band"] = pd.cut(wide["amount"], [-np.inf, 0, 500, 1500, 4000, np.inf], labels=False)
    return wide


def balance(frame):
    """Repeat the fraud rows until they make up about a third of the frame."""
    pos = frame[frame["fraud"] == 1]
    k = int(.5 * (frame["fraud"] == 0).sum())
    more = pos.sample(n=k - len(pos), replace=True, random_state=SEED)
    return pd.concat([frame, more], ignore_index=True).sample(frac=1, random_state=SEED)


def segment_report(test, by):
    rows = []
    for name, part in test.groupby(by):
        rows.append({by: name, "claims": len(part), "fraud_rate": part["fraud"].mean(),
                     "recall": recall_score(part["fraud"], part["flag"], zero_division=0),
                     "precision": precision_score(part["fraud"], part["flag"], zero_division=0)})
    return pd.DataFrame(rows).set_index(by).round(3)


book = assemble(*extracts(np.random.default_rng(SEED)))
print("claims:", len(book), " fraud:", int(book["fraud"].sum()))
train, test = train_test_split(book, test_size=.3, stratify=book["fraud"], random_state=SEED)
train = balance(train)
test = test.copy()

forest = RandomForestClassifier(150, min_samples_leaf=2, random_state=SEED, n_jobs=1)
forest.fit(train[FEATURES], train["fraud"])
test["p"] = forest.predict_proba(test[FEATURES])[:, 1]
test["flag"] = (test["p"] >= .5).astype(int)

print("average precision, held-out claims: %.3f" % average_precision_score(test["fraud"], test["p"]))
print(pd.crosstab(test["fraud"], test["flag"], margins=True).to_string())
for col in ("region", "vehicle"):
    print("\n" + segment_report(test, col).to_string())
