# kind: threshold-on-test
# verdict: honest
# why: Youden's cut is read off the ROC curve of validation rows and sensitivity is reported on the test rows
import imbalance_lib as il
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve, recall_score, balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer

SEED = 0
s = il.load_medical()
X = s.X.select_dtypes("number")
a, b, ya, yb = train_test_split(X, s.y, test_size=.3, stratify=s.y, random_state=SEED)
f, v, yf, yv = train_test_split(a, ya, test_size=.3, stratify=ya, random_state=SEED)
m = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(f, yf)
fpr, tpr, thr = roc_curve(yv, m.decision_function(v))
cut = thr[np.argmax(tpr - fpr)]
score = m.decision_function(b)
print("sensitivity", recall_score(yb, score >= cut), "balanced accuracy", balanced_accuracy_score(yb, score >= cut))
