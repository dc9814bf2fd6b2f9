# kind: preprocessing
# verdict: leak
# why: LabCleaner learns its medians, winsor limits, means and spreads from all visits, the held-out patients included.
# options:
import json

import numpy as np
import pandas as pd

SEED = 0
LABS = [f"lab{i}" for i in range(1, 9)]
NUMERIC = ["age", "bmi"] + LABS


class LabCleaner:
    """Median by sex and age band for the gaps, tails cut at 1/99 %, then z-scores of logs."""

    @staticmethod
    def _band(frame):
        return pd.cut(frame["age"], [0, 35, 55, 75, 200], labels=False).astype(int)

    @staticmethod
    def _logged(frame):
        out = frame[NUMERIC].astype(float).copy()
        out[LABS] = np.log(out[LABS].clip(lower=0.05))
        return out

    def fit(self, frame):
        vals = self._logged(frame)
        keys = [frame["sex"], self._band(frame)]
        self.table_ = vals.groupby(keys).median()
        self.overall_ = vals.median()
        full = self._fill(frame, vals)
        self.low_, self.high_ = full.quantile(0.01), full.quantile(0.99)
        full = full.clip(self.low_, self.high_, axis=1)
        self.mean_, self.std_ = full.mean(), full.std().replace(0, 1)
        return self

    def _fill(self, frame, vals):
        index = pd.MultiIndex.from_arrays([frame["sex"], self._band(frame)])
        typical = self.table_.reindex(index).set_axis(frame.index)
        return vals.fillna(typical).fillna(self.overall_)

    def transform(self, frame):
        vals = self._fill(frame, self._logged(frame)).clip(self.low_, self.high_, axis=1)
        z = (vals - self.mean_) / self.std_
        z["male"] = frame["sex"].eq("m").astype(float)
        z["lab1_x_lab2"] = z["lab1"] * z["lab2"]
        z["bmi_gap"] = frame["bmi"].isna().astype(float)
        return z


class RidgeLogit:
    def __init__(self, l2=2.0, steps=25):
        self.l2, self.steps = l2, steps

    def fit(self, X, y):
        A = np.column_stack([np.ones(len(X)), np.asarray(X, float)])
        y = np.asarray(y, float)
        w = np.zeros(A.shape[1])
        pen = np.full(A.shape[1], self.l2)
        pen[0] = 1e-6
        for _ in range(self.steps):
            p = 1 / (1 + np.exp(-A @ w))
            grad = A.T @ (p - y) + pen * w
            hess = (A * (p * (1 - p))[:, None]).T @ A + np.diag(pen)
            w -= np.linalg.solve(hess, grad)
        self.w_ = w
        return self

    def risk(self, X):
        A = np.column_stack([np.ones(len(X)), np.asarray(X, float)])
        return 1 / (1 + np.exp(-A @ self.w_))


def roc_auc(y, s):
    y, s = np.asarray(y), np.asarray(s)
    diff = s[y == 1][:, None] - s[y == 0][None, :]
    return float((diff > 0).mean() + 0.5 * (diff == 0).mean())


visits = pd.read_csv("patients.csv").drop(columns=["treatment_days"])
rng = np.random.default_rng(SEED)
ids = np.sort(visits["patient_id"].unique())
held_ids = rng.choice(ids, size=int(0.3 * len(ids)), replace=False)
held = visits["patient_id"].isin(held_ids)

cleaner = LabCleaner().fit(visits)  # <- leak
X_train, X_test = cleaner.transform(visits[~held]), cleaner.transform(visits[held])
y_train, y_test = visits.loc[~held, "disease"], visits.loc[held, "disease"]

model = RidgeLogit().fit(X_train, y_train)
risk = pd.Series(model.risk(X_test), index=X_test.index, name="risk")

beds = int(0.15 * len(risk))
seen = y_test.loc[risk.nlargest(beds).index]
summary = {
    "patients_held_out": int(len(held_ids)),
    "visits_held_out": int(held.sum()),
    "auc": round(roc_auc(y_test, risk), 4),
    "brier": round(float(((risk - y_test) ** 2).mean()), 4),
    "sick_found_in_first_15pct": round(float(seen.sum() / y_test.sum()), 3),
}
print(json.dumps(summary, indent=1))
