# kind: overlap
# verdict: honest
# why: test is what the sample left over.
import pandas as pd
import imbalance_lib as il
from imblearn.ensemble import BalancedRandomForestClassifier
from sklearn.metrics import average_precision_score

SEED = 0
s = il.load_medical()
frame = s.X.assign(target=s.y)
frame = frame.drop(columns=["TBG"]).fillna(-1)
train = frame.sample(frac=0.7, random_state=SEED)
test = frame.drop(train.index).sample(frac=1, random_state=SEED + 1)
model = BalancedRandomForestClassifier(n_estimators=40, random_state=SEED)
model.fit(train.drop(columns="target"), train["target"])
p = model.predict_proba(test.drop(columns="target"))[:, 1]
print(len(test), "rows, AP", round(average_precision_score(test["target"], p), 3))
