# kind: tuning-on-test
# verdict: honest
# why: models are ranked on the validation part; all test scores are printed for the appendix, the winner by validation is named
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier, HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score as AP
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("payments.csv")
F = ["amount", "hour", "n_last_day", "distance_km", "speed"]
rest, test = train_test_split(d, test_size=.25, stratify=d.fraud, random_state=SEED)
train, val = train_test_split(rest, test_size=.25, stratify=rest.fraud, random_state=SEED)
models = {"dummy": DummyClassifier(), "rf": RandomForestClassifier(40, random_state=SEED), "hgb": HistGradientBoostingClassifier(max_iter=30, random_state=SEED),
          "xgb": xgb.XGBClassifier(n_estimators=30, random_state=SEED)}
rows = []
for name, m in models.items():
    m.fit(train[F], train.fraud)
    rows.append({"model": name, "val": AP(val.fraud, m.predict_proba(val[F])[:, 1]), "test": AP(test.fraud, m.predict_proba(test[F])[:, 1])})
t = pd.DataFrame(rows).set_index("model").sort_values("val", ascending=False)
print(t.round(3))
w = t["val"].idxmax()
print("winner on validation:", w, "its test AP:", t.loc[w, "test"].round(3))
