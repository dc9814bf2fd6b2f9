# kind: early-stopping-on-test
# verdict: leak
# why: the number of boosting rounds is chosen by early stopping on the test part, which is then reported
# Loan default - XGBoost with early stopping
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import xgboost as xgb
from sklearn.metrics import (average_precision_score, classification_report,
                             confusion_matrix, roc_auc_score)
from sklearn.model_selection import train_test_split

SEED = 0
directory = tempfile.mkdtemp()
loans_csv = os.path.join(directory, "loans.csv")

# ==================== data file ====================
rng = np.random.default_rng(SEED)
size = 2200
loans = pd.DataFrame({
    "loan_amnt": rng.lognormal(9.3, 0.6, size),
    "int_rate": rng.normal(13, 4, size).clip(5, None) + rng.uniform(0, 0.5, size),
    "annual_inc": rng.lognormal(11, 0.5, size),
    "dti": rng.gamma(4, 4.5, size),
    "emp_length": rng.integers(0, 11, size),
    "grade": rng.choice(list("ABCDE"), size, p=[0.25, 0.3, 0.25, 0.15, 0.05]),
    "home": rng.choice(["RENT", "OWN", "MORTGAGE"], size, p=[0.4, 0.15, 0.45]),
    "revol_util": rng.beta(2, 2, size) * 100,
})
burden = np.log(loans["loan_amnt"] / loans["annual_inc"])
zz = (-2.6 + 0.7 * (burden + 1.7) + 0.08 * (loans["int_rate"] - 13) + 0.03 * (loans["dti"] - 18)
      + 0.3 * (loans["grade"].isin(["D", "E"])) + 0.3 * (loans["home"] == "RENT"))
loans["default"] = rng.binomial(1, 1 / (1 + np.exp(-zz)))
# not everybody fills in the form
loans.loc[rng.random(size) < 0.06, "dti"] = np.nan
loans.loc[rng.random(size) < 0.04, "revol_util"] = np.nan
loans.to_csv(loans_csv, index=False)

# ==================== read & clean ====================
df = pd.read_csv(loans_csv)
print(df.info())
print(df.describe().T.round(2))
print("default rate: %.3f" % df["default"].mean())

df["grade"] = df["grade"].map({"A": 1, "B": 2, "C": 3, "D": 4, "E": 5})
df["home"] = df["home"].map({"OWN": 0, "MORTGAGE": 1, "RENT": 2})
df["loan_to_income"] = df["loan_amnt"] / df["annual_inc"]

fig, ax = plt.subplots(1, 2, figsize=(9, 3))
df["grade"].value_counts().sort_index().plot.bar(ax=ax[0], title="grade")
df["loan_to_income"].plot.hist(bins=40, ax=ax[1], title="loan to income")
plt.savefig(os.path.join(directory, "eda.png"))
plt.close(fig)

# ==================== split ====================
X = df.drop(columns="default")
y = df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)
print("train", X_train.shape, "test", X_test.shape)

# ==================== model ====================
weight = float((y_train == 0).sum() / (y_train == 1).sum())
model = xgb.XGBClassifier(
    n_estimators=600,
    learning_rate=0.05,
    max_depth=4,
    subsample=0.8,
    colsample_bytree=0.8,
    scale_pos_weight=weight,
    eval_metric="aucpr",
    early_stopping_rounds=25,
    random_state=SEED,
    n_jobs=1,
)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)  # <- leak
print("stopped at round", model.best_iteration, "best aucpr %.4f" % model.best_score)

curve = model.evals_result()["validation_0"]["aucpr"]
plt.figure(figsize=(5, 3))
plt.plot(curve)
plt.axvline(model.best_iteration, color="k", ls=":")
plt.xlabel("round")
plt.ylabel("aucpr")
plt.savefig(os.path.join(directory, "learning_curve.png"))
plt.close()

# ==================== report ====================
prob = model.predict_proba(X_test)[:, 1]
pred = model.predict(X_test)
print("Test ROC AUC: %.4f" % roc_auc_score(y_test, prob))
print("Test PR AUC : %.4f" % average_precision_score(y_test, prob))
print(classification_report(y_test, pred))
print(confusion_matrix(y_test, pred))
