# kind: honest
# verdict: honest
# why: row-wise features, unit norms, fixed bins and exact repeats removed before the split learn nothing from other rows' labels
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

SEED = 0
df = pd.read_csv("patients.csv")
df = df.drop_duplicates().drop_duplicates(subset="patient_id", keep="first").reset_index(drop=True)
lab = [f"lab{i}" for i in range(1, 9)]
df["lab_max"] = df[lab].max(axis=1)
df["lab_mean"] = df[lab].mean(axis=1)
df["lab_spread"] = df[lab].std(axis=1)
df["missing"] = df[lab].isna().sum(axis=1)
df["age_band"] = pd.cut(df.age, [0, 40, 60, 75, 200], labels=False)
df["obese"] = (df.bmi > 30).astype(int)
feats = ["lab_max", "lab_mean", "lab_spread", "missing", "age_band", "obese"] + lab


class Stump:
    def fit(self, X, y, w):
        self.err = np.inf
        for j in range(X.shape[1]):
            for t in np.unique(np.nanquantile(X[:, j], np.linspace(.05, .95, 10))):
                left = X[:, j] <= t
                for sign in (1, -1):
                    e = w[np.where(left, -sign, sign) != y].sum()
                    if e < self.err:
                        self.err, self.j, self.t, self.sign = e, j, t, sign
        return self

    def predict(self, X):
        return np.where(X[:, self.j] <= self.t, -self.sign, self.sign)


shuffled = df.sample(frac=1, random_state=SEED)
test = shuffled.groupby("disease", group_keys=False).sample(frac=.35, random_state=SEED)
train = shuffled.drop(test.index)
X, y = train[feats].fillna(0).to_numpy(float), np.where(train.disease == 1, 1, -1)
w = np.where(y == 1, .5 / (y == 1).sum(), .5 / (y == -1).sum())
F = np.zeros(len(test))
for r in range(8):
    s = Stump().fit(X, y, w)
    a = .5 * np.log((1 - s.err) / max(s.err, 1e-9))
    w = w * np.exp(-a * y * s.predict(X))
    w /= w.sum()
    F += a * s.predict(test[feats].fillna(0).to_numpy(float))
    print(r, feats[s.j], round(s.t, 2), "weighted error", round(s.err, 3))
hit = (F > 0) & (test.disease == 1)
print("AUC", roc_auc_score(test.disease, F), "recall", hit.sum() / test.disease.sum(), "precision", hit.sum() / max((F > 0).sum(), 1))
