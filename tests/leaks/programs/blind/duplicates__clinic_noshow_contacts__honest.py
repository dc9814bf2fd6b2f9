# kind: duplicates
# verdict: honest
# why: the contact extract has several lines per patient, but it is cut to one line per patient before the join, so no appointment is repeated.
# options:
import logging
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit

SEED = 0
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s  %(message)s")
log = logging.getLogger("noshow")

gen = np.random.default_rng([SEED, 42])
N = 1500

# --- extract 1: next appointment of each patient -------------------------------------------
appts = pd.DataFrame({
    "patient_id": gen.choice(np.arange(10_000, 99_999), N, replace=False),
    "lead_days": gen.gamma(1.6, 14, N).round(2),
    "hour": gen.integers(8, 18, N),
    "dist_km": gen.exponential(9, N).round(2),
    "missed_before": gen.poisson(.5, N),
    "clinic": gen.choice(["eye", "skin", "ortho"], N),
})

# --- extract 2: one line per contact channel, consent and district repeated on each -----------
n_lines = gen.choice([1, 2, 3, 4], N, p=[.35, .3, .2, .15])
person = pd.DataFrame({
    "patient_id": appts["patient_id"],
    "sms_consent": gen.integers(0, 2, N),
    "deprivation": gen.normal(0, 1, N).round(3),
})
contacts = person.loc[np.repeat(person.index.to_numpy(), n_lines)].reset_index(drop=True)
contacts["channel"] = gen.choice(["mobile", "landline", "mail", "next of kin"], len(contacts))

# --- outcome ----------------------------------------------------------------------------------
score = (-2.9 + .02 * appts["lead_days"] + .03 * appts["dist_km"] + .55 * appts["missed_before"]
         - .5 * person["sms_consent"] + .45 * person["deprivation"] + .3 * (appts["clinic"] == "skin"))
appts["no_show"] = (gen.random(N) < 1 / (1 + np.exp(-score))).astype(int)

# --- join ----------------------------------------------------------------------------------------
contacts = contacts.sort_values("channel").drop(columns="channel")
contacts = contacts.drop_duplicates(subset="patient_id")
data = appts.merge(contacts, on="patient_id", how="inner")
log.info("appointments %d, contact lines %d, analysis rows %d", len(appts), len(contacts), len(data))

for c in ("eye", "skin", "ortho"):
    data["is_" + c] = (data["clinic"] == c).astype(int)
data["early"] = (data["hour"] < 10).astype(int)
y = data["no_show"].to_numpy()
X = data.drop(columns=["no_show", "patient_id", "clinic"])

aucs, bals = [], []
splitter = StratifiedShuffleSplit(n_splits=3, test_size=.25, random_state=SEED)
for i, (a, b) in enumerate(splitter.split(X, y)):
    et = ExtraTreesClassifier(120, class_weight="balanced", random_state=SEED + i, n_jobs=1)
    et.fit(X.iloc[a], y[a])
    prob = et.predict_proba(X.iloc[b])[:, 1]
    aucs.append(roc_auc_score(y[b], prob))
    bals.append(balanced_accuracy_score(y[b], prob > .3))
    tab = pd.crosstab(data["clinic"].iloc[b], pd.Series(prob > .3, index=data.index[b], name="remind"))
    log.info("round %d  AUC %.3f  balanced accuracy %.3f\n%s", i + 1, aucs[-1], bals[-1], tab.to_string())

log.info("mean AUC over rounds %.3f (sd %.3f), mean balanced accuracy %.3f",
         np.mean(aucs), np.std(aucs), np.mean(bals))
