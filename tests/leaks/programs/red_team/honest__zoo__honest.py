# kind: honest
# verdict: honest
# why: model is chosen on validation rows and refitted on training and validation; all test scores are printed
import numpy as np
import imbalance_lib as il
import pandas as pd
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline as imb
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, fbeta_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import PowerTransformer, StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.tree import DecisionTreeClassifier

SEED = 0
s = il.load_medical()
X, y = s.X, np.asarray(s.y)
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=.25, stratify=y, random_state=SEED)
X_fit, X_val, y_fit, y_val = train_test_split(X_dev, y_dev, test_size=.25, stratify=y_dev, random_state=SEED)
zoo = {
    "dummy": DummyClassifier(strategy="prior"),
    "nb": imb(SimpleImputer(), StandardScaler(), GaussianNB()),
    "lr": imb(SimpleImputer(strategy="median"), PowerTransformer(), LogisticRegression(max_iter=300)),
    "lr+smote": imb(SimpleImputer(), StandardScaler(), SMOTE(random_state=SEED), LogisticRegression(max_iter=300)),
    "tree+over": imb(SimpleImputer(), RandomOverSampler(random_state=SEED), DecisionTreeClassifier(max_depth=5, random_state=SEED)),
}
val = {k: average_precision_score(y_val, m.fit(X_fit, y_fit).predict_proba(X_val)[:, 1]) for k, m in zoo.items()}
chosen = max(val, key=val.get)
rows = []
for k, m in zoo.items():
    p = m.fit(X_dev, y_dev).predict_proba(X_test)[:, 1]
    rows.append((k, val[k], average_precision_score(y_test, p), fbeta_score(y_test, p > .5, beta=2)))
for r in sorted(rows, key=lambda r: -r[2]):
    print("%-10s val %.3f test %.3f F2 %.3f %s" % (*r, "<== chosen" if r[0] == chosen else ""))
