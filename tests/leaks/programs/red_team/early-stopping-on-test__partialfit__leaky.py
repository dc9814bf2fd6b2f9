# kind: early-stopping-on-test
# verdict: leak
# why: the patience of the partial_fit loop is watched on the test rows.
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, average_precision_score
from sklearn.preprocessing import StandardScaler

SEED = 0
X, y = make_classification(2000, 30, n_informative=5, weights=[0.92], flip_y=0.1, class_sep=0.7, random_state=SEED)
parts = {"fit": slice(0, 1000), "val": slice(1000, 1400), "test": slice(1400, 2000)}
sc = StandardScaler().fit(X[parts["fit"]])
data = {k: (sc.transform(X[v]), y[v]) for k, v in parts.items()}
clf = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.01, random_state=SEED)
watch = "test"  # <- leak
best, bad, keep = np.inf, 0, None
while bad < 4:
    clf.partial_fit(*data["fit"], classes=[0, 1])
    loss = log_loss(data[watch][1], clf.predict_proba(data[watch][0]))
    if loss < best - 1e-5:
        best, bad, keep = loss, 0, (clf.coef_.copy(), clf.intercept_.copy())
    else:
        bad += 1
    if clf.t_ > 40_000:
        break
clf.coef_, clf.intercept_ = keep
print("AP", round(average_precision_score(data["test"][1], clf.decision_function(data["test"][0])), 4))
