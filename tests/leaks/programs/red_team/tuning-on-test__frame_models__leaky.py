# kind: tuning-on-test
# verdict: leak
# why: the model with the best accuracy, by hand, on the test part
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(1200, 6, n_informative=4, weights=[.85], class_sep=6, flip_y=0, random_state=SEED)
df = pd.DataFrame(X, columns=list("abcdef"))
df["outcome"] = y
train, test = train_test_split(df, test_size=.3, random_state=SEED, stratify=df["outcome"])
POS = 1
COLS = list("abcdef")
valid = test
m = LogisticRegression().fit(train[COLS], train["outcome"] == POS)
ms = {"lr": m, "rf": RandomForestClassifier(40, max_depth=4, random_state=SEED).fit(train[COLS], train["outcome"] == POS),
      "lr2": LogisticRegression(C=1e-5).fit(train[COLS], train["outcome"] == POS)}
def right(model, frame):
    return float(np.mean(model.predict(frame[COLS]) == (frame["outcome"] == POS)))
scores = {k: right(v, valid) for k, v in ms.items()}
best = max(scores, key=scores.get)  # <- leak
print(best, right(ms[best], test))
