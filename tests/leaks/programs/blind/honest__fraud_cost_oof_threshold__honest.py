# kind: honest
# verdict: honest
# why: the cost-minimal cut-off comes from cross_val_predict probabilities on the training rows with scaling inside the pipeline, and test only receives that fixed cut-off.
"""
How much money do we lose? Choosing the cut-off by cost.

A missed fraud costs the money (average 120), a false alarm costs a phone call (4).
"""
import tempfile
from pathlib import Path
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_predict, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler, FunctionTransformer, OneHotEncoder
from sklearn.compose import ColumnTransformer
from sklearn.metrics import confusion_matrix, classification_report, roc_auc_score

SEED = 0
COST_FN = 120
COST_FP = 4

TMP = Path(tempfile.mkdtemp())
rs = np.random.RandomState(SEED)


def simulate(n):
    kind = rs.choice(["PAYMENT", "TRANSFER", "CASH_OUT", "DEBIT"], n, p=[.45, .2, .3, .05])
    amount = rs.lognormal(5, 1.2, n).round(2)
    old = rs.lognormal(6, 1.3, n).round(2)
    new_acc = rs.binomial(1, .15, n)
    n_day = rs.poisson(2, n) + 1
    s = -5.2 + 1.5 * np.isin(kind, ["TRANSFER", "CASH_OUT"]) + .7 * (np.log(amount) - 5) + 1.2 * new_acc + .15 * n_day
    fraud = rs.binomial(1, 1 / (1 + np.exp(-s)))
    return pd.DataFrame({"type": kind, "amount": amount, "old_balance": old, "new_account": new_acc,
                         "payments_today": n_day, "isFraud": fraud})


simulate(2300).to_csv(TMP / "payments.csv", index=False)

# 1. load --------------------------------------------------------------------
df = pd.read_csv(TMP / "payments.csv")
print(df.describe().round(2))
print(df["isFraud"].value_counts())
print(df.groupby("type")["isFraud"].agg(["count", "sum", "mean"]))
print("fraud amounts:", df.loc[df.isFraud == 1, "amount"].describe().round(1).to_dict())

plt.figure(figsize=(5, 3))
plt.hist([np.log(df.amount[df.isFraud == 0]), np.log(df.amount[df.isFraud == 1])], bins=30, density=True)
plt.savefig(TMP / "amount.png", dpi=50)
plt.close()

# 2. features of the single payment ------------------------------------------------
df["ratio"] = df["amount"] / (df["old_balance"] + 1)
df["empties_account"] = (df["amount"] >= df["old_balance"]).astype(int)

X = df.drop(columns="isFraud")
y = df["isFraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.3, random_state=SEED, stratify=y)

skewed = ["amount", "old_balance", "ratio"]
other = ["new_account", "payments_today", "empties_account"]
prep = ColumnTransformer([
    ("log", Pipeline([("l", FunctionTransformer(np.log1p)), ("s", StandardScaler())]), skewed),
    ("num", StandardScaler(), other),
    ("cat", OneHotEncoder(handle_unknown="ignore"), ["type"]),
])


def cost(y_true, y_hat):
    tn, fp, fn, tp = confusion_matrix(y_true, y_hat, labels=[0, 1]).ravel()
    return fn * COST_FN + fp * COST_FP


# what would happen if we do nothing / call everybody
print("train cost, do nothing:", cost(y_train, np.zeros(len(y_train))))
print("train cost, call all  :", cost(y_train, np.ones(len(y_train))))

# 3. both models: OOF probabilities on train -> cut-off -> test ------------------
models = {
    "logistic": LogisticRegression(max_iter=500),
    "forest": RandomForestClassifier(n_estimators=50, min_samples_leaf=4, random_state=SEED),
}
cv = StratifiedKFold(n_splits=4, shuffle=True, random_state=SEED)
grid = np.arange(0.005, 0.6, 0.01)
summary = []
for name, clf in models.items():
    pipe = Pipeline([("prep", prep), ("clf", clf)])
    oof = cross_val_predict(pipe, X_train, y_train, cv=cv, method="predict_proba")[:, 1]
    costs = []
    for t in grid:
        costs.append(cost(y_train, oof >= t))
    cut = grid[int(np.argmin(costs))]
    print(f"\n{name}: cut-off {cut:.3f}, out-of-fold training cost {min(costs)}")

    plt.plot(grid, costs, label=name)

    pipe.fit(X_train, y_train)
    p = pipe.predict_proba(X_test)[:, 1]
    hat = (p >= cut).astype(int)
    default_hat = (p >= 0.5).astype(int)
    print(confusion_matrix(y_test, hat))
    print(classification_report(y_test, hat, zero_division=0))
    summary.append({
        "model": name,
        "cutoff": cut,
        "auc": roc_auc_score(y_test, p),
        "cost at cutoff": cost(y_test, hat),
        "cost at 0.5": cost(y_test, default_hat),
        "cost do nothing": cost(y_test, np.zeros(len(y_test))),
    })

plt.xlabel("threshold")
plt.ylabel("cost (train, out of fold)")
plt.legend()
plt.savefig(TMP / "cost.png", dpi=50)
plt.close()

print(pd.DataFrame(summary).round(3).T)
