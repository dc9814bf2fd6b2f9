# kind: group
# verdict: honest
# options: --groups customer_id
# why: a quarter of the customers, with all their payments, is drawn for the test
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("payments.csv")
held = df["customer_id"].drop_duplicates().sample(frac=.25, random_state=SEED)
test = df[df["customer_id"].isin(held)]
train = df.drop(test.index)
F = ["amount", "hour", "n_last_day", "distance_km", "speed"]
gb = GradientBoostingClassifier(n_estimators=40, random_state=SEED).fit(train[F], train["fraud"])
print("AP", average_precision_score(test["fraud"], gb.predict_proba(test[F])[:, 1]))
