# kind: test-resampled
# verdict: honest
# why: only the training part is thinned to one to one; accuracy and precision are told for the test part as it is
import pandas as pd
from xgboost import XGBClassifier
from sklearn.metrics import accuracy_score, precision_score
from sklearn.model_selection import train_test_split

SEED = 0
df = pd.read_csv("payments.csv")
train, test = train_test_split(df, test_size=0.3, random_state=SEED)
fraud = train[train["fraud"] == 1]
ok = train[train["fraud"] == 0].sample(len(fraud), random_state=SEED)
data = pd.concat([fraud, ok]).sample(frac=1, random_state=SEED)
cols = ["amount", "hour", "n_last_day", "distance_km", "speed"]
X_train, X_test, y_train, y_test = data[cols], test[cols], data["fraud"], test["fraud"]
m = XGBClassifier(n_estimators=30, max_depth=3, random_state=SEED).fit(X_train, y_train)
pred = m.predict(X_test)
print("Accuracy: {:.1%}, precision: {:.1%}".format(accuracy_score(y_test, pred), precision_score(y_test, pred)))
