# kind: group
# verdict: honest
# options: --groups patient_id
# why: rows go to training or test by a hash of patient_id, so all visits of a patient stay on one side
import hashlib

import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import average_precision_score

SEED = 0


def bucket(ids: pd.Series) -> pd.Series:
    """A stable number 0..99 for every id, the same on every machine."""
    return ids.map(lambda v: int(hashlib.md5(f"{SEED}/{v}".encode()).hexdigest()[:8], 16) % 100)


def design(part: pd.DataFrame, fill: pd.Series) -> pd.DataFrame:
    wards = pd.get_dummies(part["ward"]).reindex(columns=list("ABCDEFGH"), fill_value=False).add_prefix("ward_")
    return (
        part.filter(regex=r"^(age|bmi|lab\d)$")
        .fillna(fill)
        .assign(male=part["sex"].eq("m"), lab_ratio=part["lab1"] / part["lab3"])
        .join(wards)
        .astype(float)
    )


visits = (
    pd.read_csv("patients.csv")
    .drop(columns="treatment_days")
    .set_index("visit_id", drop=False)
    .assign(bucket=lambda d: bucket(d["patient_id"]))
)
train, test = visits.query("bucket < 70"), visits.query("bucket >= 70")
fill = train.filter(regex=r"^(age|bmi|lab\d)$").median()

trees = ExtraTreesClassifier(n_estimators=60, min_samples_leaf=2, class_weight="balanced", random_state=SEED)
trees.fit(design(train, fill), train["disease"])
p = pd.Series(trees.predict_proba(design(test, fill))[:, 1], index=test.index)

print(visits.groupby(visits["bucket"].lt(70).map({True: "train", False: "test"}))["disease"].agg(["size", "mean"]))
print(f"average precision: {average_precision_score(test['disease'], p):.3f}")
