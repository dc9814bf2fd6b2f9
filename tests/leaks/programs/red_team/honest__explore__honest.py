# kind: honest
# verdict: honest
# why: exploration with the target over the whole table is printed only and feeds nothing
import pandas as pd
from sklearn.compose import make_column_transformer, make_column_selector as sel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, RobustScaler

SEED = 0
df = pd.read_csv("churn.csv")
df["churned"] = df["churned"].map({"yes": 1, "no": 0})
print(df.describe().T)
print(df.isna().mean())
print(df["churned"].value_counts(normalize=True))
print(df.groupby("contract")["churned"].agg(["mean", "size"]))
print(df.groupby("plan")["churned"].mean().sort_values())
print(df.groupby(pd.qcut(df["tenure"], 5))["churned"].mean())
print(pd.crosstab(df["contract"], df["churned"], normalize="index"))
print(df.corr(numeric_only=True)["churned"].sort_values(ascending=False))
print(df.pivot_table(index="contract", columns="plan", values="churned", aggfunc="mean"))

X = df.drop(columns=["churned", "customerID", "city", "exit_survey"])
y = df["churned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)
pre = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy="median"), RobustScaler()), sel(dtype_include="number")),
    (OneHotEncoder(handle_unknown="ignore"), sel(dtype_exclude="number")))
pipe = make_pipeline(pre, LogisticRegression(max_iter=1000)).fit(X_train, y_train)
print(classification_report(y_test, pipe.predict(X_test), zero_division=0))
print("AUC", roc_auc_score(y_test, pipe.predict_proba(X_test)[:, 1]))
err = X_test.assign(y=y_test, p=pipe.predict_proba(X_test)[:, 1])
print(err.groupby("contract")[["y", "p"]].mean())
