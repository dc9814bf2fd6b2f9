# kind: honest
# verdict: honest
# why: xgboost scikit-learn interface with a validation eval_set; test rows also watched in no eval_set
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, log_loss, matthews_corrcoef
from sklearn.model_selection import StratifiedShuffleSplit
from xgboost import XGBClassifier

SEED = 0
t = pd.read_csv("churn.csv", true_values=["yes"], false_values=["no"]).drop(columns=["exit_survey"]).set_index("customerID")
y = t.pop("churned").astype(int)
for c in ("contract", "plan", "city"):
    t[c] = t[c].astype("category")
res = []
for i, (dev, test) in enumerate(StratifiedShuffleSplit(3, test_size=.3, random_state=SEED).split(t, y)):
    fit, val = next(StratifiedShuffleSplit(1, test_size=.2, random_state=i).split(t.iloc[dev], y.iloc[dev]))
    fit, val = dev[fit], dev[val]
    m = XGBClassifier(n_estimators=60, max_depth=3, learning_rate=.15, enable_categorical=True, tree_method="hist", early_stopping_rounds=6,
                      eval_metric="logloss", scale_pos_weight=float((y.iloc[fit] == 0).sum() / y.iloc[fit].sum()), n_jobs=1, random_state=SEED)
    m.fit(t.iloc[fit], y.iloc[fit], eval_set=[(t.iloc[fit], y.iloc[fit]), (t.iloc[val], y.iloc[val])], verbose=False)
    q = m.predict_proba(t.iloc[test])[:, 1]
    res.append(dict(best=m.best_iteration, AP=average_precision_score(y.iloc[test], q), MCC=matthews_corrcoef(y.iloc[test], q > .5), ll=log_loss(y.iloc[test], q)))
print(pd.DataFrame(res).agg(["mean", "std", "min", "max"]).round(3))
