# kind: honest
# verdict: honest
# why: TunedThresholdClassifierCV finds the cut by cross-validation on the training rows only
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import classification_report, f1_score, fbeta_score, make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split

import imbalance_lib as il

SEED = 0

scenario = il.load_churn(random_state=SEED)
train_X, test_X, train_y, test_y = train_test_split(scenario.X, scenario.y, test_size=0.3, random_state=SEED, stratify=scenario.y)

tuned = TunedThresholdClassifierCV(
    GradientBoostingClassifier(n_estimators=25, subsample=0.7, random_state=SEED),
    scoring=make_scorer(fbeta_score, beta=2),
    cv=3,
    random_state=SEED,
).fit(train_X, train_y)

said = tuned.predict(test_X)
print("threshold", round(tuned.best_threshold_, 3), "F2 in cross-validation", round(tuned.best_score_, 3))
print(classification_report(test_y, said, digits=3))
print("test F1", round(f1_score(test_y, said), 3), "test F2", round(fbeta_score(test_y, said, beta=2), 3))
