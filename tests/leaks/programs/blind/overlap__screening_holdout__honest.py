# kind: overlap
# verdict: honest
# why: the sampled patients keep their index labels, so drop() takes exactly them out of the training patients.
# options:
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0
TEST_PRICE = 35        # follow-up examination
MISS_PRICE = 900       # case found late

visits = pd.read_csv("patients.csv")
visits = visits.drop(columns=["visit_id", "treatment_days"])
target = "disease"

patients = pd.Series(visits["patient_id"].unique(), name="patient_id")
held = patients.sample(frac=0.3, random_state=SEED)
fitted_on = patients.drop(held.index)

train = visits[visits["patient_id"].isin(fitted_on)]
test = visits[visits["patient_id"].isin(held)]
print(f"{len(fitted_on)} patients / {len(train)} visits to fit, {len(held)} patients / {len(test)} visits to score")

words = ["sex", "ward"]
numbers = [c for c in visits.columns if c not in words + [target, "patient_id"]]
prep = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), words),
    (SimpleImputer(strategy="median", add_indicator=True), numbers),
)
model = make_pipeline(prep, RandomForestClassifier(n_estimators=150, max_features=0.4, random_state=SEED))
model.fit(train[words + numbers], train[target])

risk = model.predict_proba(test[words + numbers])[:, 1]
y = test[target].to_numpy()


def gini(y, s):
    ranks = pd.Series(s).rank().to_numpy()
    n1 = y.sum()
    n0 = len(y) - n1
    return 2 * (ranks[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0) - 1


def bill(y, s, share):
    k = int(round(share * len(y)))
    sent = np.zeros(len(y), bool)
    sent[np.argsort(-s, kind="stable")[:k]] = True
    return {"share_sent": share, "sent": k, "found": int(y[sent].sum()), "missed": int(y[~sent].sum()),
            "cost": k * TEST_PRICE + y[~sent].sum() * MISS_PRICE}


print("gini on held-out visits: %.3f" % gini(y, risk))
print(pd.DataFrame([bill(y, risk, s) for s in (0.0, 0.05, 0.1, 0.2, 0.4)]).to_string(index=False))
