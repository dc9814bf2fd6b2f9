# kind: target-encoding
# verdict: honest
# why: the merchant encoding is learned from the training labels only (cross-fitted) and then applied to the test rows
# %% [markdown]
# # Online payments: merchants and fraud
# %%
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.metrics import classification_report, roc_auc_score, average_precision_score, RocCurveDisplay
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.preprocessing import TargetEncoder
from xgboost import XGBClassifier

SEED = 0

# %% build the csv
tmpdir = tempfile.mkdtemp()
g = np.random.default_rng(SEED)
n_rows, n_merch = 2200, 220
merchant_risk = g.normal(0, 0.7, n_merch)
m = g.integers(0, n_merch, n_rows)
amt = g.lognormal(3.5, 0.9, n_rows)
dist = g.exponential(15, n_rows)
channel = g.choice(["web", "app", "phone"], n_rows, p=[0.5, 0.4, 0.1])
lin = -3.3 + merchant_risk[m] + 0.6 * (np.log(amt) - 3.5) + 0.02 * dist + 0.6 * (channel == "phone")
payments = pd.DataFrame({
    "merchant": ["M%03d" % k for k in m],
    "amount": amt,
    "distance_km": dist,
    "channel": channel,
    "is_fraud": (g.random(n_rows) < 1 / (1 + np.exp(-lin))).astype(int),
})
payments.to_csv(os.path.join(tmpdir, "payments.csv"), index=False)

# %% read
df = pd.read_csv(os.path.join(tmpdir, "payments.csv"))
print(df.head())
print("n merchants:", df["merchant"].nunique())
print("fraud rate: %.3f" % df["is_fraud"].mean())

# %% plots
fig, ax = plt.subplots(1, 2, figsize=(10, 3))
df["channel"].value_counts().plot(kind="bar", ax=ax[0])
df["merchant"].value_counts().plot(kind="hist", bins=20, ax=ax[1], title="payments per merchant")
plt.savefig(os.path.join(tmpdir, "eda.png"))
plt.close(fig)

# %% simple features
df["log_amount"] = np.log1p(df["amount"])
df["channel"] = df["channel"].map({"web": 0, "app": 1, "phone": 2})
df["amount_per_km"] = df["amount"] / (1 + df["distance_km"])

# %% encode the merchant by its fraud rate (too many merchants for one-hot)
train, test = train_test_split(df, test_size=0.25, stratify=df["is_fraud"], random_state=SEED)
train, test = train.copy(), test.copy()
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
te = TargetEncoder(target_type="binary", cv=folds)
train["merchant_rate"] = te.fit_transform(train[["merchant"]], train["is_fraud"])[:, 0]
test["merchant_rate"] = te.transform(test[["merchant"]])[:, 0]
print(train[["merchant", "merchant_rate"]].head(8))

# %% model
features = ["amount", "log_amount", "distance_km", "channel", "amount_per_km", "merchant_rate"]
X_train, y_train = train[features], train["is_fraud"]
X_test, y_test = test[features], test["is_fraud"]
spw = (y_train == 0).sum() / (y_train == 1).sum()
xgb = XGBClassifier(n_estimators=100, max_depth=3, learning_rate=0.1, scale_pos_weight=spw,
                    random_state=SEED, n_jobs=1, eval_metric="logloss")
xgb.fit(X_train, y_train)

# %% evaluation
proba = xgb.predict_proba(X_test)[:, 1]
print("AUC = %.4f" % roc_auc_score(y_test, proba))
print("AP  = %.4f" % average_precision_score(y_test, proba))
print(classification_report(y_test, (proba >= 0.5).astype(int)))
RocCurveDisplay.from_predictions(y_test, proba, name="xgb")
plt.savefig(os.path.join(tmpdir, "roc.png"))
plt.close()
for f, v in sorted(zip(features, xgb.feature_importances_), key=lambda q: -q[1]):
    print("%-15s %.3f" % (f, v))
