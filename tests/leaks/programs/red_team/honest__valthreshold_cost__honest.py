# kind: threshold-on-test
# verdict: honest
# why: the cheapest cut is found on the validation part; cost and F1 of the test part are told once
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_curve, roc_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
COST_FN, COST_FP = 100, 5


def cost(y, p, t):
    tn, fp, fn, tp = confusion_matrix(y, p >= t).ravel()
    return COST_FN * fn + COST_FP * fp


d = pd.read_csv("payments.csv").sample(frac=1, random_state=SEED)
tr, va, te = d.iloc[:2000], d.iloc[2000:3000], d.iloc[3000:]
F = ["amount", "distance_km", "speed", "n_last_day"]
m = make_pipeline(StandardScaler(), LogisticRegression()).fit(tr[F], tr.fraud)
pv, pt = m.predict_proba(va[F])[:, 1], m.predict_proba(te[F])[:, 1]
grid = np.quantile(pv, np.linspace(.5, .999, 60))
t = min(grid, key=lambda c: cost(va.fraud, pv, c))
pr, rc, th = precision_recall_curve(va.fraud, pv)
t_f1 = th[np.argmax(2 * pr[:-1] * rc[:-1] / (pr[:-1] + rc[:-1] + 1e-9))]
print("cost at the cut", cost(te.fraud, pt, t), "; at 0.5", cost(te.fraud, pt, .5), "; F1", f1_score(te.fraud, pt >= t_f1))
fpr, tpr, _ = roc_curve(te.fraud, pt)
print("FPR at 90 % recall:", fpr[np.searchsorted(tpr, .9)])
