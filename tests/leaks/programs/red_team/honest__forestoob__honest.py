# kind: honest
# verdict: honest
# why: only the forest's own out-of-bag votes
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, f1_score

SEED = 0
df = pd.read_csv("churn.csv")
y = (df.churned == "yes").astype(int)
X = df[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]].fillna(-1)
for leaf in (1, 5, 20):
    rf = RandomForestClassifier(60, min_samples_leaf=leaf, oob_score=True, random_state=SEED).fit(X, y)
    v = rf.oob_decision_function_[:, 1]
    print(leaf, "OOB AP", round(average_precision_score(y, v), 3), "F1 at .5", round(f1_score(y, v > .5), 3), "accuracy", round(rf.oob_score_, 3))
