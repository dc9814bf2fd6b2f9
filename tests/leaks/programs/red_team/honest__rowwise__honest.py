# kind: honest
# verdict: honest
# why: everything done to the whole table is row by row or fixed beforehand (logs, ratios, fixed bins, row norms).
import numpy as np
import pandas as pd
from sklearn.preprocessing import Normalizer, FunctionTransformer
from sklearn.svm import LinearSVC
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0
df = pd.read_csv("churn.csv")
df["tenure_band"] = pd.cut(df["tenure"], [0, 12, 24, 48, 100], labels=False)
df["per_call"] = df["minutes"].fillna(0) / (1 + df["calls"])
df["contract"] = pd.Categorical(df["contract"], categories=["monthly", "one year", "two years"]).codes
X = df[["tenure_band", "per_call", "contract", "monthly_charges", "calls", "score_b"]].to_numpy(float)
X[:, 1] = np.log1p(X[:, 1])
X = FunctionTransformer(np.nan_to_num).fit_transform(X)
X = np.hstack([X, Normalizer().fit_transform(X)])
y = df["churned"].eq("yes").to_numpy()
A, B, ya, yb = train_test_split(X, y, random_state=SEED, stratify=y)
svm = LinearSVC(class_weight="balanced", dual=False, random_state=SEED).fit(A, ya)
print("AP", round(average_precision_score(yb, svm.decision_function(B)), 3))
