# kind: honest
# verdict: honest
# why: leave-one-out predictions: the row itself is never in the fit that scores it
import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
df = pd.read_csv("churn.csv").sample(180, random_state=SEED).reset_index(drop=True)
y = (df.churned == "yes").to_numpy().astype(int)
X = df[["tenure", "monthly_charges", "calls", "score_a", "score_b"]].to_numpy(float)
score = np.empty(len(y))
for i in range(len(y)):
    rest = np.delete(np.arange(len(y)), i)
    mu, sd = np.nanmean(X[rest], axis=0), np.nanstd(X[rest], axis=0)
    A = np.nan_to_num((X[rest] - mu) / sd)
    x = np.nan_to_num((X[[i]] - mu) / sd)
    score[i] = LinearDiscriminantAnalysis().fit(A, y[rest]).decision_function(x)[0]
print("LOO AUC", roc_auc_score(y, score), "AP", average_precision_score(y, score), "base", y.mean())
