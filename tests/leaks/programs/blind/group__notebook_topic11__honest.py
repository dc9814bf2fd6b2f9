# kind: group
# verdict: honest
# why: GroupShuffleSplit keeps all rows of a customer on one side of the split
# options: --groups customer_id
# Credit card default with monthly statements
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from imblearn.ensemble import BalancedRandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score, average_precision_score, classification_report
from sklearn.model_selection import GroupShuffleSplit

SEED = 0
base = tempfile.mkdtemp()


def create_statements(path):
    """300 customers, 4 to 8 monthly statements each"""
    r = np.random.default_rng(SEED)
    rows = []
    for cid in range(300):
        income = r.lognormal(10.3, 0.4)
        age = r.uniform(21, 70)
        limit = income * r.uniform(0.1, 0.5)
        trouble = r.normal(0, 4)
        for month in range(r.integers(4, 9)):
            use = r.beta(2, 3)
            z = -5.8 + trouble + 1.5 * use
            rows.append({
                "customer_id": "C%04d" % cid,
                "age": age,
                "income": income,
                "limit_bal": limit,
                "bill_amt": limit * use,
                "pay_amt": limit * use * r.uniform(0, 1),
                "n_purchases": r.poisson(12),
                "late": int(r.random() < 1 / (1 + np.exp(-z))),
            })
    pd.DataFrame(rows).to_csv(path, index=False)


statements = os.path.join(base, "statements.csv")
create_statements(statements)

df = pd.read_csv(statements)
df = df.sample(frac=1, random_state=SEED).reset_index(drop=True)
print("%d statements from %d customers" % (len(df), df["customer_id"].nunique()))
print(df.head())
print(df["late"].value_counts(normalize=True).round(3))

# some ratios
df["utilisation"] = df["bill_amt"] / df["limit_bal"]
df["paid_share"] = df["pay_amt"] / df["bill_amt"]
df["bill_to_income"] = df["bill_amt"] / df["income"]

fig, ax = plt.subplots(1, 3, figsize=(12, 3))
for a, col in zip(ax, ["utilisation", "paid_share", "bill_to_income"]):
    a.hist(df[col], bins=30)
    a.set_title(col)
fig.savefig(os.path.join(base, "ratios.png"))
plt.close(fig)

# split
gss = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=SEED)
train_idx, test_idx = next(gss.split(df, df["late"], groups=df["customer_id"]))
train, test = df.iloc[train_idx], df.iloc[test_idx]
print("train %d  test %d" % (len(train), len(test)))
print("late in train %.3f, in test %.3f" % (train["late"].mean(), test["late"].mean()))

drop = ["customer_id", "late"]
X_train, y_train = train.drop(columns=drop), train["late"]
X_test, y_test = test.drop(columns=drop), test["late"]

brf = BalancedRandomForestClassifier(n_estimators=40, random_state=SEED, n_jobs=1,
                                     sampling_strategy="all", replacement=True, bootstrap=False)
brf.fit(X_train, y_train)
prob = brf.predict_proba(X_test)[:, 1]
pred = brf.predict(X_test)

print("\nBalanced random forest")
print("balanced acc: %.3f" % balanced_accuracy_score(y_test, pred))
print("roc auc     : %.3f" % roc_auc_score(y_test, prob))
print("avg prec    : %.3f" % average_precision_score(y_test, prob))
print(classification_report(y_test, pred))

imp = pd.Series(brf.feature_importances_, index=X_train.columns).sort_values(ascending=False)
print(imp.round(3))
imp.plot.bar(figsize=(6, 3))
plt.tight_layout()
plt.savefig(os.path.join(base, "imp.png"))
plt.close()
