# kind: group
# verdict: leak
# options: --groups customer_id
# why: rows are split by payment, so customers are on both sides; the habit of a customer is a training feature
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("payments.csv")
test = df.groupby("fraud", group_keys=False).sample(frac=.25, random_state=SEED)  # <- leak
train = df.drop(test.index)
F = ["amount", "hour", "n_last_day", "distance_km", "speed"]
gb = GradientBoostingClassifier(n_estimators=40, random_state=SEED).fit(train[F], train["fraud"])
print("AP", average_precision_score(test["fraud"], gb.predict_proba(test[F])[:, 1]))
