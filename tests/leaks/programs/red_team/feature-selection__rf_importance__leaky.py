# kind: feature-selection
# verdict: leak
# why: a forest fitted on all samples ranks the genes; the split comes after
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
raw = np.genfromtxt("genes.csv", delimiter=",", skip_header=1)
X, y = raw[:, :-1], raw[:, -1].astype(int)
imp = RandomForestClassifier(60, random_state=SEED).fit(X, y).feature_importances_
cols = imp.argsort()[::-1][:25]  # <- leak
a, b, ya, yb = train_test_split(X[:, cols], y, test_size=.3, stratify=y, random_state=SEED)
m = RidgeClassifier(class_weight="balanced").fit(a, ya)
print("F1", f1_score(yb, m.predict(b)), "AUC", roc_auc_score(yb, m.decision_function(b)))
