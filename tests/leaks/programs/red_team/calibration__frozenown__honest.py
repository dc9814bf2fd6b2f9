# kind: calibration
# verdict: honest
# why: the isotonic map is fitted on the forest's scores for rows it did not see.
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

SEED = 0
X, y = make_classification(n_samples=2500, n_features=15, n_informative=4, weights=[0.9], flip_y=0.08, random_state=SEED)
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.3, random_state=SEED, stratify=y)
X_fit, X_cal, y_fit, y_cal = train_test_split(X_dev, y_dev, test_size=0.3, random_state=SEED, stratify=y_dev)
forest = RandomForestClassifier(40, random_state=SEED).fit(X_fit, y_fit)
raw = forest.predict_proba(X_cal)[:, 1]
iso = IsotonicRegression(out_of_bounds="clip").fit(raw, y_cal)
final = iso.predict(forest.predict_proba(X_test)[:, 1])
print("Brier score", round(brier_score_loss(y_test, final), 4))
