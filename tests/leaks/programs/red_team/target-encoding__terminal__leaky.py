# kind: target-encoding
# verdict: leak
# why: the terminal's fraud rate is taken over all rows, also the test rows
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score

SEED = 0
df = (pd.read_csv("payments.csv", parse_dates=["time"])
      .assign(term_risk=lambda d: d.groupby("terminal_id")["fraud"].transform("mean"),  # <- leak
              log_amount=lambda d: d["amount"].pow(.3)))
use = ["log_amount", "term_risk", "hour", "distance_km", "speed", "n_last_day"]
is_test = df["time"] >= "2025-02-14"
clf = xgb.XGBClassifier(n_estimators=50, max_depth=3, learning_rate=.1, random_state=SEED, n_jobs=1)
clf.fit(df.loc[~is_test, use], df.loc[~is_test, "fraud"])
print("AUC, last two weeks:", roc_auc_score(df.loc[is_test, "fraud"], clf.predict_proba(df.loc[is_test, use])[:, 1]))
