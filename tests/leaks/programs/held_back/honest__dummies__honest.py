# kind: honest
# verdict: honest
# why: get_dummies and log1p on the whole table work row by row and learn no statistic; the split comes after
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import f1_score, average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0

df = pd.read_csv("churn.csv")
df["churned"] = df["churned"].map({"no": 0, "yes": 1})
df = df.drop(["customerID", "exit_survey", "city"], axis=1)
df = pd.get_dummies(df, columns=["contract", "plan"], drop_first=True, dtype=float)
df["no_minutes"] = df["minutes"].isna().astype(float)
df["minutes"] = np.log1p(df["minutes"].fillna(0))
df["tenure"] = np.log1p(df["tenure"])
df["calls"] = np.sqrt(df["calls"])
df["monthly_charges"] = df["monthly_charges"] / 100

train, test = train_test_split(df, test_size=0.3, random_state=SEED)
target = "churned"
lr = LogisticRegressionCV(Cs=4, cv=3, class_weight="balanced", max_iter=400, scoring="average_precision", l1_ratios=(0,), use_legacy_attributes=False)
lr.fit(train.drop(columns=target), train[target])
print("F1:", round(f1_score(test[target], lr.predict(test.drop(columns=target))), 3))
print("AP:", round(average_precision_score(test[target], lr.predict_proba(test.drop(columns=target))[:, 1]), 3))
