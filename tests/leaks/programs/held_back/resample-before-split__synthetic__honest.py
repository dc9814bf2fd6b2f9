# kind: resample-before-split
# verdict: honest
# why: the synthetic churners are made in each fold from the training rows alone, and the test rows are real ones
import numpy as np
import pandas as pd
import xgboost as xgb
from imblearn.over_sampling import SMOTE
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold

SEED = 0
COLS = ["tenure", "monthly_charges", "calls", "score_a", "score_b"]
PARAMS = {"objective": "binary:logistic", "eta": 0.15, "max_depth": 4, "nthread": 1, "seed": SEED}


def extra_churners(X, y):
    """Only the made-up rows; SMOTE puts them after the real ones."""
    X_more, y_more = SMOTE(sampling_strategy=0.5, k_neighbors=5, random_state=SEED).fit_resample(X, y)
    return X_more[len(X):], y_more[len(y):]


def main():
    churn = pd.read_csv("churn.csv")
    X = churn[COLS].to_numpy(dtype=float)
    y = (churn["churned"] == "yes").to_numpy(dtype=int)

    scores = []
    for fold, (tr, te) in enumerate(StratifiedKFold(4, shuffle=True, random_state=SEED).split(X, y)):
        X_extra, y_extra = extra_churners(X[tr], y[tr])
        dtrain = xgb.DMatrix(np.vstack([X[tr], X_extra]), label=np.concatenate([y[tr], y_extra]))
        dtest = xgb.DMatrix(X[te])
        booster = xgb.train(PARAMS, dtrain, num_boost_round=50)
        scores.append(average_precision_score(y[te], booster.predict(dtest)))
        print(f"fold {fold}: AP {scores[-1]:.3f}")
    print(f"average precision: {np.mean(scores):.3f}")


if __name__ == "__main__":
    main()
