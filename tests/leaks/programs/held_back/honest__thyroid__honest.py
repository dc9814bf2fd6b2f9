# kind: honest
# verdict: honest
# why: some rows of the data as it came have the same measurements; the program made no copies and splits at random
import imbalance_lib as il
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit

SEED = 0

thyroid = il.load_medical()
X, y = thyroid.X, thyroid.y
print(f"{len(X)} people, {y.mean():.1%} ill, {X.duplicated().sum()} rows with measurements seen before")

for tr, te in StratifiedShuffleSplit(n_splits=1, test_size=0.35, random_state=SEED).split(X, y):
    hgb = HistGradientBoostingClassifier(max_iter=30, learning_rate=0.15, class_weight="balanced", random_state=SEED)
    hgb.fit(X.iloc[tr], y[tr])
    score = hgb.predict_proba(X.iloc[te])[:, 1]
    print(f"AP {average_precision_score(y[te], score):.3f}   AUC {roc_auc_score(y[te], score):.3f}")
