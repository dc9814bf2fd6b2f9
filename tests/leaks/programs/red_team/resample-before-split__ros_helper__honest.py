# kind: resample-before-split
# verdict: honest
# why: balance() copies positives of the training part only, after train_test_split
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, recall_score
from sklearn.model_selection import train_test_split

SEED = 0

def load():
    d = pd.read_csv("churn.csv").dropna()
    d["churned"] = d["churned"].map({"no": 0, "yes": 1})
    d = pd.get_dummies(d.drop(columns=["customerID", "exit_survey", "city"]), columns=["contract", "plan"])
    return d

def balance(d):
    counts = d.churned.value_counts()
    small = d[d.churned == counts.idxmin()]
    extra = small.sample(counts.max() - counts.min(), replace=True, random_state=SEED)
    return pd.concat([d, extra]).sample(frac=1, random_state=SEED).reset_index(drop=True)

df = load()
X_tr, X_te, y_tr, y_te = train_test_split(df.drop(columns="churned"), df.churned, test_size=0.2, random_state=SEED)
train = balance(X_tr.assign(churned=y_tr))
X_tr, y_tr = train.drop(columns="churned"), train.churned
model = RandomForestClassifier(40, random_state=SEED).fit(X_tr, y_tr)
pred = model.predict(X_te)
print("F1", f1_score(y_te, pred), "recall", recall_score(y_te, pred))
