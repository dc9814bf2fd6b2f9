# kind: honest
# verdict: honest
# why: hyper-parameters, threshold and calibration live inside the training part; the test part is scored once per tool
import numpy as np
from scipy.stats import loguniform, randint
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier, StackingClassifier
from sklearn.experimental import enable_halving_search_cv  # noqa
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, brier_score_loss, get_scorer
from sklearn.model_selection import HalvingGridSearchCV, RandomizedSearchCV, TunedThresholdClassifierCV, train_test_split
from sklearn.naive_bayes import GaussianNB

SEED = 0
X, y = make_classification(1500, 8, n_informative=4, weights=[.9], random_state=SEED)
Xd, Xt, yd, yt = train_test_split(X, y, stratify=y, random_state=SEED)
gb = RandomizedSearchCV(GradientBoostingClassifier(n_estimators=15), {"max_depth": randint(1, 4), "learning_rate": loguniform(.03, .5)},
                        n_iter=4, cv=2, scoring="average_precision").fit(Xd, yd)
lr = HalvingGridSearchCV(LogisticRegression(), {"C": [.01, .1, 1, 10]}, scoring="roc_auc", cv=3, random_state=SEED).fit(Xd, yd)
print("gb", gb.best_params_, "lr", lr.best_params_)
tuned = TunedThresholdClassifierCV(lr.best_estimator_, scoring="balanced_accuracy", cv=3, random_state=SEED).fit(Xd, yd)
print("threshold", tuned.best_threshold_, "balanced accuracy", balanced_accuracy_score(yt, tuned.predict(Xt)))
Xf, Xc, yf, yc = train_test_split(Xd, yd, stratify=yd, test_size=.4, random_state=SEED)
base = GaussianNB().fit(Xf, yf)
cal = CalibratedClassifierCV(FrozenEstimator(base), method="sigmoid").fit(Xc, yc)
cv_cal = CalibratedClassifierCV(GaussianNB(), cv=4).fit(Xd, yd)
stack = StackingClassifier([("gb", gb.best_estimator_), ("nb", GaussianNB())], LogisticRegression(), cv=3).fit(Xd, yd)
for n, m in dict(base=base, frozen=cal, cv=cv_cal, stack=stack, gb=gb, lr=lr).items():
    print(f"{n:7s} Brier {brier_score_loss(yt, m.predict_proba(Xt)[:, 1]):.4f} AP {get_scorer('average_precision')(m, Xt, yt):.3f}")
