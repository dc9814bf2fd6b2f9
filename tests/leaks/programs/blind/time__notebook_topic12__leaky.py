# kind: time
# verdict: leak
# why: the dated orders are split at random, so the model is trained on orders that lie after the tested ones
# options: --time date
# -----------------------------------------------------------
# Returned orders in a web shop (one year of orders)
# -----------------------------------------------------------
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, average_precision_score, classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

SEED = 0
d = tempfile.mkdtemp()

# --- make orders.csv ---
rng = np.random.default_rng(SEED)
n = 2000
seconds = np.sort(rng.choice(365 * 24 * 3600, size=n, replace=False))
date = pd.Timestamp("2023-01-01") + pd.to_timedelta(seconds, unit="s")
t = seconds / seconds.max()
price = rng.lognormal(3.8, 0.6, n)
discount = rng.uniform(0, 0.4, n)
delivery = rng.gamma(3, 1.2, n)
visits = rng.exponential(6, n)
# what drives returns changes over the year
wave = np.sin(2 * np.pi * 3 * t)
z = -3.5 + 2.0 * wave + 0.5 * (np.log(price) - 3.8) * (1 - 2 * t) + 0.25 * (delivery - 3.6) + 2 * discount * t
returned = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
pd.DataFrame({"date": date, "price": price, "discount": discount, "delivery_days": delivery,
              "site_visits": visits, "returned": returned}).to_csv(os.path.join(d, "orders.csv"), index=False)

# --- load ---
df = pd.read_csv(os.path.join(d, "orders.csv"), parse_dates=["date"])
df = df.sort_values("date").reset_index(drop=True)
print(df.head())
print("from", df["date"].min(), "to", df["date"].max())
print("returned: %.1f%%" % (100 * df["returned"].mean()))

# --- returns per month ---
per_month = df.groupby(df["date"].dt.month)["returned"].mean()
plt.figure(figsize=(6, 3))
per_month.plot(marker="o")
plt.title("share of returned orders per month")
plt.savefig(os.path.join(d, "months.png"))
plt.close()

# --- features from the timestamp ---
df["hour"] = df["date"].dt.hour
df["weekday"] = df["date"].dt.day_of_week
df["day"] = (df["date"] - pd.Timestamp("2023-01-01")).dt.days
df["net_price"] = df["price"] * (1 - df["discount"])

# --- split 75 / 25 ---
train, test = train_test_split(df, test_size=0.25, random_state=SEED, shuffle=True)  # <- leak
print("train:", train.shape, train["date"].min().date(), "-", train["date"].max().date())
print("test: ", test.shape, test["date"].min().date(), "-", test["date"].max().date())

cols = ["price", "discount", "delivery_days", "site_visits", "hour", "weekday", "day", "net_price"]
X_train, y_train = train[cols], train["returned"]
X_test, y_test = test[cols], test["returned"]

X_train, y_train = SMOTE(random_state=SEED).fit_resample(X_train, y_train)
print("train after SMOTE:", y_train.value_counts().to_dict())

rf = RandomForestClassifier(n_estimators=50, min_samples_leaf=3, random_state=SEED, n_jobs=1)
rf.fit(X_train, y_train)
p = rf.predict_proba(X_test)[:, 1]
pred = (p >= 0.5).astype(int)

print("AUC   : %.3f" % roc_auc_score(y_test, p))
print("PR AUC: %.3f" % average_precision_score(y_test, p))
print(classification_report(y_test, pred, zero_division=0))
print(confusion_matrix(y_test, pred))

plt.figure(figsize=(6, 3))
plt.barh(cols, rf.feature_importances_)
plt.tight_layout()
plt.savefig(os.path.join(d, "importance.png"))
plt.close()
