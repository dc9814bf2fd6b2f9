# kind: feature-selection
# verdict: honest
# why: the genes are chosen by their correlation with the target on the training rows only
# Gene expression: can we predict a relapse?
# 800 patients, 300 genes, only ~12% relapse
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from imblearn.over_sampling import RandomOverSampler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (roc_auc_score, average_precision_score, recall_score,
                             precision_score, confusion_matrix)
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
FIG = tempfile.mkdtemp()
rng = np.random.default_rng(SEED)

# ------------ data ------------
n_patients, n_genes = 800, 300
expr = rng.normal(loc=6, scale=1.5, size=(n_patients, n_genes))
signal = 0.35 * (expr[:, 0] - 6) - 0.3 * (expr[:, 1] - 6) + 0.25 * (expr[:, 2] - 6)
prob = 1 / (1 + np.exp(-(signal - 2.2)))
df = pd.DataFrame(expr, columns=[f"gene_{i:03d}" for i in range(n_genes)])
df["relapse"] = (rng.random(n_patients) < prob).astype(int)

print(df.iloc[:5, :6])
print("patients:", len(df), " relapse rate: %.3f" % df["relapse"].mean())

plt.figure(figsize=(8, 3))
plt.boxplot(df.iloc[:, :20].values)
plt.title("Expression of the first 20 genes")
plt.savefig(os.path.join(FIG, "box.png"))
plt.close()

# ------------ split ------------
train, test = train_test_split(df, test_size=0.3, random_state=SEED, stratify=df["relapse"])
print("train:", train.shape, "test:", test.shape)

# ------------ keep the genes that go along with the target ------------
corr = train.drop(columns="relapse").corrwith(train["relapse"]).abs()
corr = corr.sort_values(ascending=False)
print("\nTop genes by correlation with relapse")
print(corr.head(10).round(3))
selected = list(corr.index[:30])

plt.figure(figsize=(7, 3))
corr.head(30).plot.bar()
plt.title("|correlation| with relapse")
plt.tight_layout()
plt.savefig(os.path.join(FIG, "corr.png"))
plt.close()

X_train, y_train = train[selected], train["relapse"]
X_test, y_test = test[selected], test["relapse"]

# ------------ oversample the relapse patients, scale ------------
X_train, y_train = RandomOverSampler(random_state=SEED).fit_resample(X_train, y_train)
print("after oversampling:", y_train.value_counts().to_dict())
sc = StandardScaler().fit(X_train)
X_train = sc.transform(X_train)
X_test = sc.transform(X_test)

# ------------ logistic regression ------------
lr = LogisticRegression(C=0.5, max_iter=1000, random_state=SEED)
lr.fit(X_train, y_train)
prob_test = lr.predict_proba(X_test)[:, 1]
pred_test = lr.predict(X_test)

print("\nROC AUC   %.3f" % roc_auc_score(y_test, prob_test))
print("PR AUC    %.3f" % average_precision_score(y_test, prob_test))
print("recall    %.3f" % recall_score(y_test, pred_test))
print("precision %.3f" % precision_score(y_test, pred_test))
print(pd.DataFrame(confusion_matrix(y_test, pred_test),
                   index=["true 0", "true 1"], columns=["pred 0", "pred 1"]))

plt.figure(figsize=(5, 3))
plt.hist(prob_test[y_test.values == 0], bins=20, alpha=0.6, label="no relapse")
plt.hist(prob_test[y_test.values == 1], bins=20, alpha=0.6, label="relapse")
plt.legend()
plt.savefig(os.path.join(FIG, "scores.png"))
plt.close()
