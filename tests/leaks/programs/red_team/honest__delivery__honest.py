# kind: honest
# verdict: honest
# why: the test score is taken before the final model is refitted on everything for delivery
import pickle
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import cross_val_predict, train_test_split
import numpy as np

SEED = 0
df = pd.read_csv("churn.csv")
y = df["churned"].eq("yes").astype(int)
X = df[["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]]
X = X.assign(per_call=X.minutes / (X.calls + 1), contract_m=df.contract.eq("monthly").astype(int)).fillna(-999)
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=.3, stratify=y, random_state=SEED)
rf = RandomForestClassifier(40, min_samples_leaf=3, random_state=SEED)
oof = cross_val_predict(rf, Xtr, ytr, cv=3, method="predict_proba")[:, 1]
grid = np.linspace(.05, .6, 23)
thr = grid[np.argmax([f1_score(ytr, oof >= t) for t in grid])]
rf.fit(Xtr, ytr)
p = rf.predict_proba(Xte)[:, 1]
print("train AP", average_precision_score(ytr, rf.predict_proba(Xtr)[:, 1]))
print("test  AP", average_precision_score(yte, p), " F1 at", round(thr, 3), "=", f1_score(yte, p >= thr))

final = clone(rf).fit(X, y)
with open("model.pkl", "wb") as f:
    pickle.dump({"model": final, "threshold": thr}, f)
print("importances", dict(zip(X.columns, final.feature_importances_.round(3))))
newest = X.tail(5)
print("scores for the dashboard", final.predict_proba(newest)[:, 1].round(2))
