# kind: honest
# verdict: honest
# why: Every visit is both trained on and scored and no test set is set aside, but whole patients are bootstrapped and a visit is scored only by the trees whose sample held none of its patient's visits.
# options: --groups patient_id --not-at-prediction treatment_days --target disease
"""
Out-of-bag assessment with the patient as the sampling unit
===========================================================

Ordinary bagging draws rows.  Here repeated visits of a person are correlated, so the
bootstrap draws persons and takes all of their visits along; votes are summed over
the trees for which a visit is out of bag, roughly 37 % of them.  The
standard error of the concordance is the delete-one-patient jackknife of the
aggregated votes (trees held fixed).
"""
import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata
from sklearn.tree import DecisionTreeClassifier

SEED = 0
B = 250


def concordance(y, s):
    """Mann-Whitney form of the area under the ROC curve."""
    r = rankdata(s)
    n1 = y.sum()
    return (r[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1))


def recall_at_fraction(y, s, fraction):
    top = np.argsort(-s, kind="stable")[: int(round(fraction * len(y)))]
    return y[top].sum() / y.sum()


def design(visits):
    x = visits[["age", "bmi"] + [f"lab{i}" for i in range(1, 9)]].copy()
    x["male"] = (visits["sex"] == "m").astype(float)
    for w in "ABCDEFGH":
        x["ward_" + w] = (visits["ward"] == w).astype(float)
    x["lab_ratio"] = visits["lab1"] / visits["lab3"]
    return x.to_numpy(float)


def out_of_bag_votes(x, y, person, n_persons, rng):
    total, count = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(B):
        drawn = np.bincount(rng.integers(0, n_persons, n_persons), minlength=n_persons)
        times = drawn[person]
        bag, out = times > 0, times == 0
        lift = (times[bag] @ (1 - y[bag])) / (times[bag] @ y[bag])
        weight = times[bag] * np.where(y[bag] == 1, lift, 1.0)
        tree = DecisionTreeClassifier(
            max_features="sqrt", min_samples_leaf=6, random_state=int(rng.integers(2**31 - 1))
        )
        tree.fit(x[bag], y[bag], sample_weight=weight)
        total[out] += tree.predict_proba(x[out])[:, 1]
        count[out] += 1
    assert count.min() > 30
    return total / count, count


visits = pd.read_csv("patients.csv")
y = visits["disease"].to_numpy()
person, people = pd.factorize(visits["patient_id"])
votes, count = out_of_bag_votes(design(visits), y, person, len(people), np.random.default_rng(SEED))

c = concordance(y, votes)
leave_one = np.array([concordance(y[person != k], votes[person != k]) for k in range(len(people))])
n = len(people)
se = np.sqrt((n - 1) / n * ((leave_one - leave_one.mean()) ** 2).sum())
z = norm.ppf(0.975)

print(f"{len(y)} visits, {n} patients, {y.sum()} with disease ({y.mean():.1%})")
print(f"trees per visit: {count.min():.0f} to {count.max():.0f}")
print(f"out-of-bag c-index {c:.3f}, jackknife SE {se:.3f}, 95% interval {c - z * se:.3f} to {min(1, c + z * se):.3f}")
for f in (0.05, 0.10, 0.20):
    print(f"recall when the top {f:.0%} of visits are reviewed: {recall_at_fraction(y, votes, f):.3f}")
