# kind: honest
# verdict: honest
# why: each probability comes from a pipeline that was fitted without the row's fold, and the cut-off 0.5 is fixed beforehand
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder

SEED = 0

df = pd.read_csv("churn.csv")
target = df.pop("churned").map({"no": 0, "yes": 1})
df = df.drop(columns=["customerID", "exit_survey"])

num = df.select_dtypes("number").columns.tolist()
steps = ColumnTransformer(
    [
        ("num", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), num),
        ("cat", OneHotEncoder(handle_unknown="ignore"), ["contract", "plan"]),
        ("city", TargetEncoder(cv=StratifiedKFold(3, shuffle=True, random_state=SEED)), ["city"]),
    ]
)
model = make_pipeline(steps, LogisticRegression(class_weight="balanced", max_iter=300))

folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
df["p"] = cross_val_predict(model, df, target, cv=folds, method="predict_proba")[:, 1]
print(confusion_matrix(target, df["p"] > 0.5))
print("f1  ", round(f1_score(target, df["p"] > 0.5), 3))
print("auc ", round(roc_auc_score(target, df["p"]), 3))
