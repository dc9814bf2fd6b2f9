# kind: early-stopping-on-test
# verdict: leak
# why: the number of rounds is chosen on the test matrix which is then scored.
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0


def matrices():
    d = pd.read_csv("churn.csv", index_col="customerID")
    y = (d.pop("churned") == "yes").astype(int)
    d = d.drop(columns=["exit_survey", "city"])
    d = pd.get_dummies(d, columns=["contract", "plan"], dtype=int)
    X_dev, X_test, y_dev, y_test = train_test_split(d, y, test_size=0.3, stratify=y, random_state=SEED)
    X_fit, X_val, y_fit, y_val = train_test_split(X_dev, y_dev, test_size=0.25, stratify=y_dev, random_state=SEED)
    return xgb.DMatrix(X_fit, y_fit), xgb.DMatrix(X_val, y_val), xgb.DMatrix(X_test, y_test)


def main():
    fit, val, test = matrices()
    params = dict(objective="binary:logistic", eval_metric="aucpr", eta=0.3, max_depth=4, seed=SEED, nthread=1)
    watch = [(fit, "fit"), (test, "watch")]  # <- leak
    b = xgb.train(params, fit, 60, evals=watch, early_stopping_rounds=8, verbose_eval=False)
    p = b.predict(test, iteration_range=(0, b.best_iteration + 1))
    print("rounds", b.best_iteration + 1, "AP", round(average_precision_score(test.get_label(), p), 3))


main()
