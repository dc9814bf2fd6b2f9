# kind: honest
# verdict: honest
# why: undersampled test negatives are given their weight back, so the scores are those of the true prevalence; top share by rank
import numpy as np
import pandas as pd
import imbalance_lib as il
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, brier_score_loss, precision_score

SEED = 0
s = il.load_fraud(n_rows=4000, prevalence=.02, random_state=SEED)
X = pd.DataFrame(s.X).select_dtypes("number").fillna(-1)
y = pd.Series(np.asarray(s.y), index=X.index)
order = np.argsort(np.asarray(s.time), kind="stable")
old, new = X.index[order[:2800]], X.index[order[2800:]]
negatives = old[(y[old] == 0).to_numpy()]
fit_rows = old[(y[old] == 1).to_numpy()].append(pd.Index(np.random.default_rng(SEED).choice(negatives, 300, replace=False)))
rf = RandomForestClassifier(60, min_samples_leaf=3, random_state=SEED).fit(X.loc[fit_rows], y[fit_rows])
beta = 300 / len(negatives)
score = pd.Series(rf.predict_proba(X.loc[new])[:, 1], index=new)
prob = beta * score / (beta * score - score + 1)
print("AP", average_precision_score(y[new], score), "Brier raw", brier_score_loss(y[new], score), "corrected", brier_score_loss(y[new], prob))
flag = score.rank(ascending=False, method="first") <= 60
print("precision of the 60 highest", precision_score(y[new], flag))
neg = new[(y[new] == 0).to_numpy()]
some = new[(y[new] == 1).to_numpy()].append(neg[::4])
w = np.where(y[some] == 1, 1.0, len(neg) / len(neg[::4]))
print("weighted AP on a thinned copy", average_precision_score(y[some], score[some], sample_weight=w))
