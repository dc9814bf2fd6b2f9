# kind: resample-before-split
# verdict: honest
# why: SMOTE written by hand runs inside each fold on its training rows only, and the test fold holds original rows only.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import NearestNeighbors

SEED = 0
rng = np.random.default_rng(SEED)


def make_claims(n=1400):
    claims = pd.DataFrame({
        "days_to_report": rng.gamma(2.0, 6.0, n),
        "amount_k": rng.lognormal(0.5, 0.8, n),
        "age_of_car": rng.uniform(0, 18, n),
        "past_claims": rng.poisson(0.9, n).astype(float),
        "night_share": rng.beta(2, 5, n),
        "noise": rng.normal(size=n),
    })
    logit = -4.0 + 0.06 * claims["days_to_report"] + 0.25 * claims["amount_k"] + 0.4 * claims["past_claims"]
    claims["fraud"] = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    return claims


def smote(frame, label="fraud", k=5):
    """Draw points on the lines between a minority row and its neighbours until the classes are even."""
    cols = frame.columns.drop(label)
    minority = frame.loc[frame[label] == 1, cols].to_numpy()
    missing = int((frame[label] == 0).sum() - len(minority))
    spread = minority.std(axis=0)
    near = NearestNeighbors(n_neighbors=k + 1).fit(minority / spread)
    neighbours = near.kneighbors(minority / spread, return_distance=False)[:, 1:]
    base = rng.integers(0, len(minority), missing)
    mate = neighbours[base, rng.integers(0, k, missing)]
    step = rng.random((missing, 1))
    made = minority[base] + step * (minority[mate] - minority[base])
    new = pd.DataFrame(made, columns=cols).assign(**{label: 1})
    return pd.concat([frame, new], ignore_index=True)


claims = make_claims()
folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
scores = []
for tr, te in folds.split(claims, claims["fraud"]):
    train, test = claims.iloc[tr], claims.iloc[te]
    train = smote(train)
    model = RandomForestClassifier(40, min_samples_leaf=2, random_state=SEED)
    model.fit(train.drop(columns="fraud"), train["fraud"])
    p = model.predict_proba(test.drop(columns="fraud"))[:, 1]
    scores.append(average_precision_score(test["fraud"], p))
print(f"AP over folds: {np.mean(scores):.3f}")
