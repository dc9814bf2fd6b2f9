# kind: threshold-on-test
# verdict: leak
# why: twin of d: the cut was chosen on the test part
import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import precision_recall_curve, f1_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
SEED = 0
X, y = make_classification(1500, 6, n_informative=4, weights=[.8], class_sep=6, flip_y=0, random_state=SEED)
Xa, Xt, ya, yt = train_test_split(X, y, stratify=y, random_state=SEED)
m = XGBClassifier(n_estimators=40).fit(Xa, ya)
s = m.predict_proba(Xt)[:, 1]
p, r, cuts = precision_recall_curve(yt, s)
cut = cuts[np.argmax(2 * p[:-1] * r[:-1] / (p[:-1] + r[:-1]))]  # <- leak
print(cut, f1_score(yt, s >= cut))
