# kind: feature-selection
# verdict: honest
# why: the forest that ranks the genes is fitted on the training samples after the split
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
raw = np.genfromtxt("genes.csv", delimiter=",", skip_header=1)
X, y = raw[:, :-1], raw[:, -1].astype(int)
a, b, ya, yb = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
imp = RandomForestClassifier(60, random_state=SEED).fit(a, ya).feature_importances_
cols = imp.argsort()[::-1][:25]
a, b = a[:, cols], b[:, cols]
m = RidgeClassifier(class_weight="balanced").fit(a, ya)
print("F1", f1_score(yb, m.predict(b)), "AUC", roc_auc_score(yb, m.decision_function(b)))
