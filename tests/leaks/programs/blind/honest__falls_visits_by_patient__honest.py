# kind: honest
# verdict: honest
# why: every patient has several visits with the same label, but the patients are split first and the visits are joined on afterwards, so no patient is on both sides; scores are per patient.
# options: --groups patient
"""Falls in the nursing home: several assessments per patient, one outcome per patient."""
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
FEATS = ["tug_sec", "grip_kg", "mmse", "n_drugs", "sedative", "age"]


def registry(rng, n_patients=1100):
    patients = pd.DataFrame({"patient": rng.permutation(np.arange(2000, 2000 + n_patients)),
                             "age": rng.normal(82, 7, n_patients).round(),
                             "home": rng.choice(["Elm", "Oak", "Birch"], n_patients),
                             "frailty": rng.normal(0, 1, n_patients)})
    eta = -2.5 + 1.0 * patients["frailty"] + .03 * (patients["age"] - 82)
    patients["fell"] = (rng.random(n_patients) < 1 / (1 + np.exp(-eta))).astype(int)

    visits = patients.loc[patients.index.repeat(rng.integers(1, 5, n_patients)), ["patient", "frailty"]]
    k = len(visits)
    visits = visits.assign(
        tug_sec=14 + 3 * visits["frailty"] + rng.normal(0, 3.5, k),
        grip_kg=21 - 2.5 * visits["frailty"] + rng.normal(0, 5, k),
        mmse=(25 - 1.5 * visits["frailty"] + rng.normal(0, 3, k)).clip(upper=30).round(),
        n_drugs=rng.poisson(6, k),
        sedative=rng.integers(0, 2, k),
    ).drop(columns="frailty").reset_index(drop=True)
    visits.loc[rng.random(k) < .15, "grip_kg"] = np.nan
    visits.loc[rng.random(k) < .10, "mmse"] = np.nan
    return patients.drop(columns="frailty"), visits


def rows_for(ids, patients, visits):
    return ids.to_frame().merge(patients, on="patient").merge(visits, on="patient")


rng = np.random.default_rng(SEED)
patients, visits = registry(rng)

shuffled = patients["patient"].sample(frac=1, random_state=SEED)
cut = int(.7 * len(shuffled))
train = rows_for(shuffled.iloc[:cut], patients, visits)
test = rows_for(shuffled.iloc[cut:], patients, visits)
print(f"train: {train['patient'].nunique()} patients / {len(train)} visits;  "
      f"test: {test['patient'].nunique()} patients / {len(test)} visits")
print(pd.concat({"train": train["patient"].value_counts().value_counts(),
                 "test": test["patient"].value_counts().value_counts()}, axis=1).sort_index().to_string())

# each patient counts once, however often he or she was seen
weight = 1 / train.groupby("patient")["patient"].transform("size")
model = HistGradientBoostingClassifier(max_iter=70, learning_rate=.06, max_leaf_nodes=8,
                                       early_stopping=False, random_state=SEED)
model.fit(train[FEATS], train["fell"], sample_weight=weight)

test = test.assign(risk=model.predict_proba(test[FEATS])[:, 1])
person = test.groupby("patient").agg(risk=("risk", "mean"), fell=("fell", "first"),
                                     home=("home", "first"), visits=("risk", "size"))
print("\nper patient: AUC %.3f, AP %.3f, base rate %.3f" % (
    roc_auc_score(person["fell"], person["risk"]), average_precision_score(person["fell"], person["risk"]),
    person["fell"].mean()))
person["quarter"] = pd.qcut(person["risk"], 4, labels=["low", "2", "3", "high"])
print(person.pivot_table(index="quarter", columns="home", values="fell", aggfunc=["mean", "size"],
                         observed=False).round(2).to_string())
