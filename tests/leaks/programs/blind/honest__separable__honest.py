# kind: honest
# verdict: honest
# why: the two classes are far apart in sensor readings taken before the verdict, so the perfect test score is real; scaler and model see training rows only
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, confusion_matrix, f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def make_boards(n=1600, short_rate=0.05):
    """Leakage currents measured on five pins; a shorted board draws ten times more."""
    rng = np.random.default_rng(SEED)
    shorted = (rng.random(n) < short_rate).astype(int)
    base = rng.normal(1.0, 0.08, size=(n, 5))
    currents = np.where(shorted[:, None] == 1, base * 10.0, base)
    temperature = rng.normal(24, 2, size=(n, 1))
    return np.hstack([currents, temperature]), shorted


X, y = make_boards()
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.3, stratify=y, random_state=SEED
)
clf = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
clf.fit(X_train, y_train)

pred = clf.predict(X_test)
score = clf.predict_proba(X_test)[:, 1]
print("test positives:", int(y_test.sum()), "of", len(y_test))
print("average precision:", average_precision_score(y_test, score))
print("F1:", f1_score(y_test, pred))
print(confusion_matrix(y_test, pred))
wrong = np.flatnonzero(pred != y_test)
print("wrong rows:", wrong.tolist())
assert len(wrong) == 0, "a plain ohm-meter would not miss any of these"
