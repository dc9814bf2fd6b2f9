# kind: overlap
# verdict: leak
# why: split() takes the next permutation of one shared generator, so evaluate() gets another test part than the one train() left out
import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import BaggingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0
rng = np.random.default_rng(SEED)
MODEL_FILE = "churn_model.joblib"


def load():
    df = pd.read_csv("churn.csv").set_index("customerID")
    return df.drop(columns=["exit_survey", "churned", "city"]), (df["churned"] == "yes").to_numpy()


def split(n, test_size=0.25):
    order = rng.permutation(n)  # <- leak
    k = int(n * test_size)
    return order[k:], order[:k]


def train():
    X, y = load()
    rows, _ = split(len(X))
    prep = ColumnTransformer([("cat", OneHotEncoder(), ["contract", "plan"]), ("gap", SimpleImputer(), ["minutes"])], remainder="passthrough")
    model = Pipeline([("prep", prep), ("bag", BaggingClassifier(n_estimators=20, max_samples=0.7, random_state=SEED))])
    joblib.dump(model.fit(X.iloc[rows], y[rows]), MODEL_FILE)


def evaluate():
    X, y = load()
    _, rows = split(len(X))
    proba = joblib.load(MODEL_FILE).predict_proba(X.iloc[rows])[:, 1]
    return {"auc": round(roc_auc_score(y[rows], proba), 4), "f1": round(f1_score(y[rows], proba >= 0.3), 4)}


train()
print(evaluate())
