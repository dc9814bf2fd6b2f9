# kind: resample-before-split
# verdict: leak
# why: the copies of churners are drawn first and each entry of the pool, copy or not, gets its own random fold; tests are originals, their copies are trained on
import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.metrics import average_precision_score
from sklearn.naive_bayes import ComplementNB
from sklearn.tree import DecisionTreeClassifier

SEED = 0
K = 5


def as_tokens(row):
    out = {f"contract={row.contract}": 1, f"city={row.city}": 1, f"plan={row.plan}": 1,
           "tenure": row.tenure / 72, "charges": max(row.monthly_charges, 0) / 100, "calls": row.calls}
    if row.minutes == row.minutes:
        out["minutes"] = row.minutes / 500
    return out


def main():
    people = pd.read_csv("churn.csv")
    y = people.churned.eq("yes").to_numpy(np.int8)
    X = FeatureHasher(512, alternate_sign=False, dtype=np.float32).transform(as_tokens(r) for r in people.itertuples())
    rng = np.random.default_rng(SEED)

    rows = np.arange(len(y))
    copies = rng.choice(np.flatnonzero(y), size=4 * y.sum())
    pool = np.concatenate([rows, copies])
    original = np.arange(len(pool)) < len(rows)
    fold = rng.integers(0, K, len(pool))  # <- leak

    ap = {"nb": [], "tree": []}
    for k in range(K):
        fit, held = pool[fold != k], pool[(fold == k) & original]
        for name, m in ("nb", ComplementNB()), ("tree", DecisionTreeClassifier(max_depth=14, random_state=SEED)):
            m.fit(X[fit], y[fit])
            ap[name].append(average_precision_score(y[held], m.predict_proba(X[held])[:, 1]))
    for name, values in ap.items():
        print(name, "mean AP", np.mean(values).round(3))


if __name__ == "__main__":
    main()
