# kind: threshold-on-test
# verdict: honest
# why: the cheapest cut, by hand, on a validation part
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(1200, 6, n_informative=4, weights=[.85], class_sep=1, flip_y=0, random_state=SEED)
df = pd.DataFrame(X, columns=list("abcdef"))
df["outcome"] = y
train, test = train_test_split(df, test_size=.3, random_state=SEED, stratify=df["outcome"])
POS = 1
COLS = list("abcdef")
train, valid = train_test_split(train, test_size=.3, random_state=SEED)
m = LogisticRegression().fit(train[COLS], train["outcome"] == POS)
p = m.predict_proba(valid[COLS])[:, 1]
bad = (valid["outcome"] == POS).to_numpy()
cuts = np.linspace(.02, .98, 49)
cost = [10 * np.sum(bad & (p < c)) + np.sum(~bad & (p >= c)) for c in cuts]
c = cuts[np.argmin(cost)]
q = m.predict_proba(test[COLS])[:, 1]
truth = (test["outcome"] == POS).to_numpy()
print("cut", c, "cost", 10 * np.sum(truth & (q < c)) + np.sum(~truth & (q >= c)))
