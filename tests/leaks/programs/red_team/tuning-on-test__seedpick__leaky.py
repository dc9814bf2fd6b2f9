# kind: tuning-on-test
# verdict: leak
# why: the seed of the forest with the best test AUC is kept and its score told
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("churn.csv").fillna(0)
F = ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]
X_train, X_test, y_train, y_test = train_test_split(d[F], d.churned == "yes", random_state=SEED, stratify=d.churned)
best_auc, best_model = 0, None
for seed in range(SEED, SEED + 12):
    m = ExtraTreesClassifier(15, max_depth=6, random_state=seed).fit(X_train, y_train)
    auc = roc_auc_score(y_test, m.predict_proba(X_test)[:, 1])
    if auc > best_auc:  # <- leak
        best_auc, best_model = auc, m
print(f"Our model reaches an AUC of {best_auc:.3f}")
