# kind: feature-selection
# verdict: honest
# why: the exploration with the target over all rows is only printed; all columns are used
import pandas as pd
import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import cross_val_score, StratifiedKFold
from sklearn.pipeline import Pipeline

SEED = 0
genes = pd.read_csv("genes.csv")
print(genes.relapse.value_counts(normalize=True))
corr = genes.corr(numeric_only=True)["relapse"].drop("relapse").sort_values(key=abs, ascending=False)
print("most correlated:\n", corr.head(10))
print(genes.groupby("relapse")[corr.head(5).index.tolist()].mean().T)
y = genes["relapse"]
X = genes.drop("relapse", axis=1)
steps = [("pick", SelectKBest(f_classif, k=20)), ("trees", ExtraTreesClassifier(60, class_weight="balanced", random_state=SEED))]
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
s = cross_val_score(Pipeline(steps), X, y, cv=cv, scoring="roc_auc")
print(f"AUC {s.min():.3f}..{s.max():.3f}, mean {s.mean():.3f}")
