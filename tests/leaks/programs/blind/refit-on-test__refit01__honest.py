# kind: refit-on-test
# verdict: honest
# why: The table cleaner is fitted once on the training rows and the test rows are transformed with those training statistics.
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0


def make_patients(n=1600):
    rng = np.random.default_rng(SEED)
    d = pd.DataFrame({
        "lactate": rng.lognormal(0.4, 0.5, n),
        "heart_rate": rng.normal(84, 15, n),
        "creatinine": rng.lognormal(0.0, 0.4, n),
        "ward": rng.choice(list("ABCDEF"), n, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05]),
    })
    logit = -4.6 + 0.7 * d["lactate"] + 0.02 * (d["heart_rate"] - 84) + 0.6 * d["creatinine"] + np.where(d["ward"] == "F", 0.8, 0.0)
    d["sepsis"] = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    for col in ("lactate", "creatinine"):
        d[col] = d[col].mask(rng.random(n) < 0.1)
    return d


class TableCleaner:
    """Median filling, scaling by the interquartile range, frequency coding, quintile of lactate."""

    def __init__(self, numeric, category):
        self.numeric, self.category = numeric, category

    def fit(self, frame):
        self.median_ = frame[self.numeric].median()
        self.iqr_ = frame[self.numeric].quantile(0.75) - frame[self.numeric].quantile(0.25)
        self.freq_ = frame[self.category].value_counts(normalize=True).to_dict()
        self.edges_ = frame["lactate"].quantile([0.2, 0.4, 0.6, 0.8]).to_numpy()
        return self

    def transform(self, frame):
        filled = frame[self.numeric].fillna(self.median_)
        out = (filled - self.median_) / self.iqr_
        out["lactate_bin"] = np.searchsorted(self.edges_, filled["lactate"].to_numpy())
        out["ward_freq"] = frame[self.category].map(self.freq_).astype(float).fillna(0.0)
        return out

    def fit_transform(self, frame):
        return self.fit(frame).transform(frame)


patients = make_patients()
X, y = patients.drop(columns="sepsis"), patients["sepsis"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)

cleaner = TableCleaner(["lactate", "heart_rate", "creatinine"], "ward")
model = GradientBoostingClassifier(n_estimators=60, max_depth=3, random_state=SEED)
weight = np.where(y_train == 1, (y_train == 0).sum() / (y_train == 1).sum(), 1.0)
model.fit(cleaner.fit_transform(X_train), y_train, sample_weight=weight)

p = model.predict_proba(cleaner.transform(X_test))[:, 1]
print(f"AP {average_precision_score(y_test, p):.3f} (base rate {y_test.mean():.3f})")
