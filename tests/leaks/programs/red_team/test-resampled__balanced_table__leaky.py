# kind: test-resampled
# verdict: leak
# why: the whole table is thinned to one to one, then split; accuracy and precision are told for that world
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import accuracy_score, precision_score
from sklearn.model_selection import train_test_split

SEED = 0
df = pd.read_csv("payments.csv")
fraud = df[df["fraud"] == 1]
ok = df[df["fraud"] == 0].sample(len(fraud), random_state=SEED)  # <- leak
data = pd.concat([fraud, ok]).sample(frac=1, random_state=SEED)
X = data[["amount", "hour", "n_last_day", "distance_km", "speed"]]
X_train, X_test, y_train, y_test = train_test_split(X, data["fraud"], test_size=0.3, random_state=SEED)
m = XGBClassifier(n_estimators=30, max_depth=3, random_state=SEED).fit(X_train, y_train)
pred = m.predict(X_test)
print("Accuracy: {:.1%}, precision: {:.1%}".format(accuracy_score(y_test, pred), precision_score(y_test, pred)))
