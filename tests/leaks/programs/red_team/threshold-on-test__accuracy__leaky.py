# kind: threshold-on-test
# verdict: leak
# why: twin of b: the cut with the best accuracy on the test rows
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(900, 6, n_informative=4, weights=[.8], class_sep=6, flip_y=0, random_state=SEED)
df = pd.DataFrame(X, columns=list("abcdef")); df["fraud"] = y
train, test = train_test_split(df, test_size=.3, random_state=SEED)
m = LogisticRegression().fit(train.drop(columns="fraud"), train["fraud"])
p = m.predict_proba(test.drop(columns="fraud"))[:, 1]
truth = test["fraud"].values
grid = np.linspace(.05, 1.05, 21)
accs = [((p >= c).astype(int) == truth).mean() for c in grid]
best = grid[int(np.argmax(accs))]  # <- leak
flag = (p >= best).astype(int)
print("cut", best, "accuracy", (flag == truth).mean())
