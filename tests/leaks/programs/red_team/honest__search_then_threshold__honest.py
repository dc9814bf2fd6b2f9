# kind: honest
# verdict: honest
# why: a search, then a threshold tuned by cross-validation on the same training part, then one score on the test part
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, TunedThresholdClassifierCV, train_test_split
SEED = 0
X, y = make_classification(800, 12, n_informative=3, flip_y=.1, weights=[.85], random_state=SEED)
Xa, Xt, ya, yt = train_test_split(X, y, stratify=y, random_state=SEED)
best = GridSearchCV(LogisticRegression(), {"C": [.01, .02, .05, .1, .2, .5, 1]}, scoring="roc_auc", cv=3).fit(Xa, ya).best_estimator_
tuned = TunedThresholdClassifierCV(best, scoring="f1", cv=3, random_state=SEED).fit(Xa, ya)
print(f1_score(yt, tuned.predict(Xt)))
