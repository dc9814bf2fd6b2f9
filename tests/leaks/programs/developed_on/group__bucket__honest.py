# kind: group
# verdict: honest
# options: --target disease --groups patient_id
# why: the hash that decides between training and test is taken of the patient, so all of a patient's visits are on one side
"""Stable train/test assignment by hash: new rows never move between the sets."""
import zlib

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from xgboost import XGBClassifier

SEED = 0
LABS = [f"lab{i}" for i in range(1, 9)]


def bucket(key, n=100, salt=SEED):
    return zlib.crc32(f"{salt}/{key}".encode()) % n


class VisitTable:
    def __init__(self, path, test_share=30):
        raw = pd.read_csv(path)
        raw["male"] = raw.sex.eq("m").astype(float)
        self.rows = raw
        self.columns = ["age", "male", "bmi", *LABS]
        self.held = raw["patient_id"].map(bucket).to_numpy() < test_share

    def part(self, held):
        chosen = self.rows.loc[self.held == held]
        return chosen[self.columns].to_numpy(float), chosen["disease"].to_numpy()


def main():
    table = VisitTable("patients.csv")
    X, y = table.part(held=False)
    weight = np.where(y == 1, (1 - y.mean()) / y.mean(), 1.0)
    model = XGBClassifier(n_estimators=40, max_depth=4, random_state=SEED, n_jobs=1)
    model.fit(X, y, sample_weight=weight)

    X_held, y_held = table.part(held=True)
    risk = model.predict_proba(X_held)[:, 1]
    print(f"{len(y)} visits to learn from, {len(y_held)} held out ({y_held.sum()} ill)")
    print(f"AUC {roc_auc_score(y_held, risk):.3f}  AP {average_precision_score(y_held, risk):.3f}")


if __name__ == "__main__":
    main()
