# kind: target-encoding
# verdict: honest
# why: the churn rate of a city comes from the training customers (out of fold for themselves is not needed for honesty of the test score).
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
from sklearn.metrics import average_precision_score

SEED = 0

df = (
    pd.read_csv("churn.csv")
    .drop(columns=["customerID", "exit_survey"])
    .assign(churned=lambda d: d["churned"].map({"no": 0, "yes": 1}),
            monthly=lambda d: (d["contract"] == "monthly").astype(int))
)
train, test = train_test_split(df, test_size=0.3, random_state=SEED, stratify=df["churned"])
rates = train.groupby("city")["churned"].mean()
train = train.assign(city_rate=train["city"].map(rates))
test = test.assign(city_rate=test["city"].map(rates).fillna(train["churned"].mean()))

feats = ["tenure", "monthly_charges", "calls", "minutes", "monthly", "score_b", "city_rate"]
model = XGBClassifier(n_estimators=40, max_depth=3, learning_rate=0.2, random_state=SEED, n_jobs=1)
model.fit(train[feats], train["churned"])
prob = model.predict_proba(test[feats])[:, 1]
print("average precision:", round(average_precision_score(test["churned"], prob), 3))
