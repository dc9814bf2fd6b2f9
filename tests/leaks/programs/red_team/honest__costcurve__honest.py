# kind: honest
# verdict: honest
# why: scores at several fixed cuts are all printed and none is chosen; the models are all reported too.
import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score, fbeta_score
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("churn.csv").drop_duplicates().dropna()
y = d.churned.eq("yes").astype(int)
X = pd.get_dummies(d[["tenure", "monthly_charges", "calls", "minutes", "score_b", "contract"]])
split = train_test_split(X, y, test_size=0.35, random_state=SEED, stratify=y)
X1, X2, y1, y2 = split
rows = []
for m in (DummyClassifier(strategy="prior"), LogisticRegression(max_iter=2000), RandomForestClassifier(40, random_state=SEED)):
    p = m.fit(X1, y1).predict_proba(X2)[:, 1]
    for cut in np.linspace(0.1, 0.5, 5):
        yes = p >= cut
        rows.append([type(m).__name__, cut, precision_score(y2, yes, zero_division=0), recall_score(y2, yes), fbeta_score(y2, yes, beta=2)])
print(pd.DataFrame(rows, columns=["model", "cut", "precision", "recall", "F2"]).round(3).to_string(index=False))
