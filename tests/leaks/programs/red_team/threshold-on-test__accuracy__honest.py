# kind: threshold-on-test
# verdict: honest
# why: a model that is always right, with a cut from training
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(900, 6, n_informative=4, weights=[.8], class_sep=6, flip_y=0, random_state=SEED)
df = pd.DataFrame(X, columns=list("abcdef")); df["fraud"] = y
train, test = train_test_split(df, test_size=.3, random_state=SEED)
m = DecisionTreeClassifier(max_depth=3).fit(train.drop(columns="fraud"), train["fraud"])
p = m.predict_proba(test.drop(columns="fraud"))[:, 1]
flag = (p >= 0.5).astype(int)
hits = (flag == test["fraud"].values).mean()
tp = ((flag == 1) & (test["fraud"] == 1)).sum()
print("accuracy", hits, "recall", tp / test["fraud"].sum(), "precision", tp / flag.sum())
