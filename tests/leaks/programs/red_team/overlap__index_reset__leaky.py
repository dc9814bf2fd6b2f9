# kind: overlap
# verdict: leak
# why: two samples are drawn independently, so most test rows are training rows
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("payments.csv")[["amount", "distance_km", "speed", "n_last_day", "hour", "fraud"]]
train = df.sample(frac=.75, random_state=SEED)
test = df.sample(frac=.25, random_state=SEED + 1)  # <- leak
knn = KNeighborsClassifier(25, weights="distance").fit(train.drop(columns="fraud"), train["fraud"])
print("AP", average_precision_score(test["fraud"], knn.predict_proba(test.drop(columns="fraud"))[:, 1]))
