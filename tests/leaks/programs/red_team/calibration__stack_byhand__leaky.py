# kind: calibration
# verdict: leak
# why: the blender is trained on the base models' predictions for their own training rows
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0
class Blend:
    def __init__(self, bases):
        self.bases, self.top = bases, LogisticRegression()
    def _meta(self, X):
        return np.column_stack([b.predict_proba(X)[:, 1] for b in self.bases])
    def fit(self, X, y):
        for b in self.bases:
            b.fit(X, y)
        self.top.fit(self._meta(X), y)  # <- leak
        return self
    def predict_proba(self, X):
        return self.top.predict_proba(self._meta(X))

d = pd.read_csv("patients.csv").fillna(-1).drop_duplicates("patient_id")
X, y = d.filter(regex="lab|age|bmi"), d.disease
Xa, Xb, ya, yb = train_test_split(X, y, test_size=.4, stratify=y, random_state=SEED)
m = Blend([RandomForestClassifier(40, random_state=SEED), KNeighborsClassifier(7, weights="distance")]).fit(Xa, ya)
print("AP", average_precision_score(yb, m.predict_proba(Xb)[:, 1]))
