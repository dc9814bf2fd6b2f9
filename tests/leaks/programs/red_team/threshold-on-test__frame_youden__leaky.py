# kind: threshold-on-test
# verdict: leak
# why: the cut with the highest Youden index, on the test part
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
valid = test
m = LogisticRegression().fit(train[COLS], train["outcome"] == POS)
v = pd.DataFrame({"y": (valid["outcome"] == POS).astype(int), "s": m.predict_proba(valid[COLS])[:, 1]}).sort_values("s", ascending=False)
tpr = v["y"].cumsum() / v["y"].sum()
fpr = (1 - v["y"]).cumsum() / (1 - v["y"]).sum()
cut = v["s"].iloc[(tpr - fpr).values.argmax()]  # <- leak
t = test.copy()
t["score"] = m.predict_proba(t[COLS])[:, 1]
t["alert"] = t["score"] >= cut
print(t.groupby("alert")["outcome"].value_counts())
print("recall", t.loc[t["outcome"] == POS, "alert"].mean(), "precision", (t.loc[t["alert"], "outcome"] == POS).mean())
