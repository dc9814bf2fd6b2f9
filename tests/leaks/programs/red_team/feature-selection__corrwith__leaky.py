# kind: feature-selection
# verdict: leak
# why: the 20 genes are those that correlate most with relapse over all samples, those of the held-out folds included.
import pandas as pd
import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import roc_auc_score

SEED = 0
K = 20

g = pd.read_csv("genes.csv")
target = g.pop("relapse")


def top(frame, labels):
    return frame.corrwith(labels).abs().nlargest(K).index.tolist()


chosen = top(g, target)  # <- leak
aucs = []
cv = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=SEED)
for a, b in cv.split(g, target):
    nb = GaussianNB().fit(g.iloc[a][chosen], target.iloc[a])
    aucs.append(roc_auc_score(target.iloc[b], nb.predict_proba(g.iloc[b][chosen])[:, 1]))
print("AUC {:.3f} +/- {:.3f}".format(np.mean(aucs), np.std(aucs)))
