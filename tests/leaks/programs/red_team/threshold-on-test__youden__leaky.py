# kind: threshold-on-test
# verdict: leak
# why: Youden's cut is read off the test ROC curve and sensitivity there is reported
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
m = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(a, ya)
score = m.decision_function(b)
fpr, tpr, thr = roc_curve(yb, score)
cut = thr[np.argmax(tpr - fpr)]  # <- leak
print("sensitivity", recall_score(yb, score >= cut), "balanced accuracy", balanced_accuracy_score(yb, score >= cut))
