# kind: refit-on-test
# verdict: honest
# why: _clean reuses the quartiles that fit took from the training visits; it only knows the test visits row by row
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score, brier_score_loss

SEED = 0


class VisitModel:
    labs = [f"lab{i}" for i in range(1, 9)] + ["age", "bmi"]

    def _clean(self, visits):
        a = visits[self.labs].to_numpy("float32")
        if not hasattr(self, "q_"):
            self.q_ = np.nanpercentile(a, [25, 50, 75], axis=0)
        low, mid, high = self.q_
        a = np.where(np.isnan(a), mid, a)
        a = (a - mid) / (high - low)
        return np.c_[np.clip(a, -4, 4), visits["sex"] == "f"].astype("float32")

    def fit(self, visits, y):
        self.clf = SGDClassifier(loss="log_loss", alpha=1e-3, max_iter=300, random_state=SEED)
        self.clf.fit(self._clean(visits), y)
        return self

    def predict_proba(self, visits):
        return self.clf.predict_proba(self._clean(visits))[:, 1]


table = pd.read_csv("patients.csv").sort_values("visit_id").drop_duplicates("patient_id")
shuffled = table.sample(frac=1, random_state=SEED)
fit_part, test_part = shuffled[:380], shuffled[380:]
p = VisitModel().fit(fit_part, fit_part["disease"]).predict_proba(test_part)
print(f"first visits: AP {average_precision_score(test_part['disease'], p):.3f}, "
      f"Brier {brier_score_loss(test_part['disease'], p):.4f}")
