# kind: threshold-on-test
# verdict: honest
# why: the cut with the best F1 by hand, on a validation part
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(1200, 6, n_informative=4, weights=[.85], class_sep=6, flip_y=0, random_state=SEED)
df = pd.DataFrame(X, columns=list("abcdef"))
df["outcome"] = np.where(y == 1, "bad", "good")
train, test = train_test_split(df, test_size=.3, random_state=SEED, stratify=df["outcome"])
POS = "bad"
COLS = list("abcdef")
train, valid = train_test_split(train, test_size=.3, random_state=SEED)
m = LogisticRegression().fit(train[COLS], train["outcome"] == POS)
valid = valid.assign(p=m.predict_proba(valid[COLS])[:, 1])
best, top = .5, -1
for c in np.arange(0, .95, .05):
    hit = valid["p"] > c
    tp = (hit & (valid["outcome"] == POS)).sum()
    f1 = 2 * tp / (hit.sum() + (valid["outcome"] == POS).sum())
    if f1 > top:
        best, top = c, f1
test = test.assign(flag=m.predict_proba(test[COLS])[:, 1] > best)
ct = pd.crosstab(test["outcome"], test["flag"])
print(best, ct)
