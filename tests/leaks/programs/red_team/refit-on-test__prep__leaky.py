# kind: refit-on-test
# verdict: leak
# why: prepare() fits a new QuantileTransformer on whatever it is given, the test frame included.
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer
from sklearn.svm import SVC
from sklearn.metrics import f1_score

SEED = 0


def load():
    data = load_breast_cancer(as_frame=True)
    X, y = data.data, 1 - data.target
    rng = np.random.default_rng(SEED)
    drop = rng.choice(np.flatnonzero(y == 1), size=150, replace=False)
    return X.drop(index=drop), y.drop(index=drop)


def prepare(frame, tool=None):
    frame = np.log1p(frame)
    if tool is None:
        tool = QuantileTransformer(n_quantiles=50, output_distribution="normal", random_state=SEED).fit(frame)
    return tool.transform(frame), tool


X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.35, stratify=y, random_state=SEED)
A, tool = prepare(X_train)
clf = SVC(class_weight="balanced", random_state=SEED).fit(A, y_train)
B, _ = prepare(X_test)  # <- leak
print("F1", round(f1_score(y_test, clf.predict(B)), 3))
