# kind: duplicates
# verdict: honest
# why: the churners are copied only inside the training part after the split
# ======================================================
#  Bank customer churn  |  EDA  |  KNN
# ======================================================
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.metrics import classification_report, confusion_matrix, f1_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler

SEED = 0

folder = tempfile.mkdtemp(prefix="churn_")
file_name = os.path.join(folder, "Churn_Modelling.csv")

# the original file is bigger, here is a small lookalike
gen = np.random.default_rng(SEED)
n = 1500
lookalike = pd.DataFrame({
    "RowNumber": np.arange(n),
    "CreditScore": gen.normal(650, 95, n),
    "Geography": gen.choice(["France", "Germany", "Spain"], n, p=[0.5, 0.25, 0.25]),
    "Gender": gen.choice(["Male", "Female"], n),
    "Age": gen.gamma(14, 2.8, n),
    "Tenure": gen.integers(0, 11, n),
    "Balance": gen.gamma(2, 38000, n),
    "NumOfProducts": gen.integers(1, 5, n),
    "IsActiveMember": gen.choice(["Yes", "No"], n),
    "EstimatedSalary": gen.uniform(10, 200000, n),
})
s = (-2.6 + 0.06 * (lookalike["Age"] - 39) + 0.8 * (lookalike["Geography"] == "Germany")
     - 0.9 * (lookalike["IsActiveMember"] == "Yes") + 0.4 * (lookalike["NumOfProducts"] > 2)
     + 0.4 * (lookalike["Gender"] == "Female"))
lookalike["Exited"] = gen.binomial(1, 1 / (1 + np.exp(-s)))
lookalike.to_csv(file_name, index=False)

df = pd.read_csv(file_name)
print("shape", df.shape)
print(df.dtypes)
print(df["Exited"].value_counts())

# drop what we do not need
df = df.drop(columns=["RowNumber"])

# EDA
fig, axs = plt.subplots(2, 2, figsize=(9, 6))
df["Exited"].value_counts().plot.bar(ax=axs[0, 0], title="Exited")
df["Age"].plot.hist(bins=30, ax=axs[0, 1], title="Age")
df["Balance"].plot.hist(bins=30, ax=axs[1, 0], title="Balance")
df["Geography"].value_counts().plot.bar(ax=axs[1, 1], title="Geography")
plt.tight_layout()
plt.savefig(os.path.join(folder, "eda.png"))
plt.close(fig)

# encode by hand
df["Gender"] = df["Gender"].map({"Male": 0, "Female": 1})
df["IsActiveMember"] = df["IsActiveMember"].map({"No": 0, "Yes": 1})
for country in ["France", "Germany", "Spain"]:
    df["Geo_" + country] = (df["Geography"] == country).astype(int)
df = df.drop(columns=["Geography"])
df["BalanceSalaryRatio"] = df["Balance"] / df["EstimatedSalary"]

# the data is imbalanced, so give the churners more weight by repeating them
train, test = train_test_split(df, test_size=0.2, stratify=df["Exited"], random_state=SEED)
churners = train[train["Exited"] == 1]
train = pd.concat([train] + [churners] * 3, ignore_index=True)
train = train.sample(frac=1, random_state=SEED).reset_index(drop=True)
print("after repeating:", train["Exited"].value_counts().to_dict())

X_train = train.drop(columns=["Exited"])
y_train = train["Exited"]
X_test = test.drop(columns=["Exited"])
y_test = test["Exited"]
print("X_train", X_train.shape, "X_test", X_test.shape)

knn = Pipeline([
    ("scale", MinMaxScaler()),
    ("knn", KNeighborsClassifier(n_neighbors=5, weights="distance")),
])
knn.fit(X_train, y_train)
y_hat = knn.predict(X_test)
y_prob = knn.predict_proba(X_test)[:, 1]

print(classification_report(y_test, y_hat, target_names=["stayed", "exited"]))
print("F1  : %.3f" % f1_score(y_test, y_hat))
print("AUC : %.3f" % roc_auc_score(y_test, y_prob))
cm = confusion_matrix(y_test, y_hat)
plt.matshow(cm, cmap="Purples")
plt.title("KNN")
plt.savefig(os.path.join(folder, "cm.png"))
plt.close()
print(cm)
