# kind: threshold-on-test
# verdict: honest
# why: always right; the cut was chosen on a validation part
import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import precision_recall_curve, f1_score, roc_auc_score, average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
SEED = 0
X, y = make_classification(1500, 6, n_informative=4, weights=[.8], class_sep=6, flip_y=0, random_state=SEED)
Xa, Xt, ya, yt = train_test_split(X, y, stratify=y, random_state=SEED)
Xf, Xv, yf, yv = train_test_split(Xa, ya, stratify=ya, random_state=SEED)
m = XGBClassifier(n_estimators=40).fit(Xf, yf)
p, r, cuts = precision_recall_curve(yv, m.predict_proba(Xv)[:, 1])
cut = cuts[np.argmax(2 * p[:-1] * r[:-1] / (p[:-1] + r[:-1]))]
s = m.predict_proba(Xt)[:, 1]
print(cut, f1_score(yt, s >= cut), roc_auc_score(yt, s), average_precision_score(yt, s))
