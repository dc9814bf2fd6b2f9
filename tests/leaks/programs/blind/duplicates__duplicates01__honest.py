# kind: duplicates
# verdict: honest
# why: The jittered copies are made from training rows after the split, and the test set holds measured rows only.
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
rng = np.random.default_rng(SEED)
SIGNALS = ["peak", "width", "slope", "area", "skew", "drift"]
JITTER = 0.02


def measure(n=1100):
    beats = pd.DataFrame(rng.normal(size=(n, len(SIGNALS))), columns=SIGNALS)
    logit = -2.6 + 0.9 * beats["peak"] - 0.7 * beats["width"]
    return beats.assign(arrhythmia=(rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int))


def jittered(frame):
    return frame.assign(**{c: frame[c] + rng.normal(0, JITTER, len(frame)) for c in SIGNALS})


def augment(frame, copies=2):
    return pd.concat([frame, *(jittered(frame) for _ in range(copies))], ignore_index=True)


beats = measure()
train, test = train_test_split(beats, test_size=0.3, stratify=beats["arrhythmia"], random_state=SEED)
train = train.pipe(augment)

model = Pipeline([("scale", StandardScaler()), ("knn", KNeighborsClassifier(21, weights="distance"))])
model.fit(train[SIGNALS], train["arrhythmia"])
p = model.predict_proba(test[SIGNALS])[:, 1]
print(f"AP {average_precision_score(test['arrhythmia'], p):.3f} with base rate {test['arrhythmia'].mean():.3f}")
