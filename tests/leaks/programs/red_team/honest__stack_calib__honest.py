# kind: calibration
# verdict: honest
# why: StackingClassifier and CalibratedClassifierCV use inner folds; Brier score on untouched test rows
import imbalance_lib as il
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.ensemble import RandomForestClassifier, StackingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

SEED = 0
s = il.load_fraud(n_rows=4000, prevalence=.03, random_state=SEED)
X = s.X.select_dtypes("number")
X = X.drop(columns=[c for c in X if X[c].isna().any()])
Xd, Xt, yd, yt = train_test_split(X, s.y, test_size=.3, stratify=s.y, random_state=SEED)
Xf, Xc, yf, yc = train_test_split(Xd, yd, test_size=.3, stratify=yd, random_state=SEED)
stack = StackingClassifier([("rf", RandomForestClassifier(20, random_state=SEED)), ("nb", GaussianNB())], LogisticRegression(), cv=3, stack_method="predict_proba").fit(Xf, yf)
frozen = CalibratedClassifierCV(FrozenEstimator(stack), method="sigmoid").fit(Xc, yc)
inner = CalibratedClassifierCV(RandomForestClassifier(20, random_state=SEED), method="isotonic", cv=3).fit(Xd, yd)
for n, m in {"stack": stack, "stack+platt": frozen, "rf isotonic": inner}.items():
    p = m.predict_proba(Xt)[:, 1]
    print(f"{n:12s} Brier {brier_score_loss(yt, p):.5f}  log loss {log_loss(yt, p):.5f}", calibration_curve(yt, p, n_bins=4, strategy="quantile")[0].round(3))
