# kind: early-stopping-on-test
# verdict: honest
# why: the last eval_set, which stops the training, is cut from the training rows
import argparse
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

SEED = 0

def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("--csv", default="payments.csv")
    ap.add_argument("--test-size", type=float, default=.25)
    a = ap.parse_args(argv)
    df = pd.read_csv(a.csv)
    y = df.pop("fraud")
    X = df.drop(columns=["payment_id", "customer_id", "time", "label_known", "chargeback"])
    X[["category", "country"]] = X[["category", "country"]].astype("category")
    Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=a.test_size, stratify=y, random_state=SEED)
    Xfit, Xval, yfit, yval = train_test_split(Xtr, ytr, test_size=a.test_size, stratify=ytr, random_state=SEED)
    m = XGBClassifier(n_estimators=300, learning_rate=.1, max_depth=3, enable_categorical=True, early_stopping_rounds=8, eval_metric="logloss", random_state=SEED)
    m.fit(Xfit, yfit, eval_set=[(Xfit, yfit), (Xval, yval)], verbose=False)
    print(m.best_iteration, "trees, test AP", average_precision_score(yte, m.predict_proba(Xte)[:, 1]))

if __name__ == "__main__":
    main()
