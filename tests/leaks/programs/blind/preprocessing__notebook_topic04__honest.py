# kind: preprocessing
# verdict: honest
# why: the scaler and the PCA are fitted on the training rows and only applied to the test rows
# In[1]:
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.metrics import average_precision_score, balanced_accuracy_score, matthews_corrcoef, roc_curve, auc
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

SEED = 0
pics = tempfile.mkdtemp()

# In[2]: steel plates - sensor readings with ~7 % faulty plates
data, target = make_classification(n_samples=2500, n_features=27, n_informative=8, n_redundant=9,
                                   weights=[0.93, 0.07], class_sep=0.8, random_state=SEED)
data = data * np.linspace(1, 500, data.shape[1])          # very different units
df = pd.DataFrame(data, columns=["sensor_" + str(i) for i in range(data.shape[1])])
df["faulty"] = target
df.info()
print(df["faulty"].value_counts(normalize=True))

# In[3]: are the sensors related?
plt.figure(figsize=(6, 5))
plt.imshow(df.drop(columns="faulty").corr(), cmap="coolwarm", vmin=-1, vmax=1)
plt.colorbar()
plt.title("Sensor correlation")
plt.savefig(os.path.join(pics, "corr.png"))
plt.close()

# In[4]: many are redundant so we compress them
X = df.drop(columns="faulty").values
y = df["faulty"].values
reducer = make_pipeline(StandardScaler(), PCA(n_components=12, random_state=SEED))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=SEED, stratify=y)
Z_train = reducer.fit_transform(X_train)
Z_test = reducer.transform(X_test)
evr = reducer.named_steps["pca"].explained_variance_ratio_
print("Explained variance with 12 components: %.3f" % evr.sum())

plt.figure(figsize=(9, 3))
plt.subplot(1, 2, 1)
plt.plot(np.cumsum(evr), marker="o")
plt.title("Cumulative explained variance")
plt.subplot(1, 2, 2)
plt.scatter(Z_train[:, 0], Z_train[:, 1], c=y_train, s=6, cmap="coolwarm")
plt.title("First two components (train)")
plt.savefig(os.path.join(pics, "pca.png"))
plt.close()

# In[5]:
print("train:", Z_train.shape, "test:", Z_test.shape)
ratio = (y_train == 0).sum() / (y_train == 1).sum()
print("scale_pos_weight = %.1f" % ratio)

clf = XGBClassifier(n_estimators=120, max_depth=4, learning_rate=0.1, subsample=0.9,
                    scale_pos_weight=ratio, random_state=SEED, n_jobs=1)
clf.fit(Z_train, y_train)

# In[6]: results
p = clf.predict_proba(Z_test)[:, 1]
yhat = (p > 0.5).astype(int)
print("Average precision :", round(average_precision_score(y_test, p), 4))
print("Balanced accuracy :", round(balanced_accuracy_score(y_test, yhat), 4))
print("MCC               :", round(matthews_corrcoef(y_test, yhat), 4))

fpr, tpr, _ = roc_curve(y_test, p)
plt.figure(figsize=(4, 4))
plt.plot(fpr, tpr, label="XGBoost (AUC = %.3f)" % auc(fpr, tpr))
plt.plot([0, 1], [0, 1], "k--")
plt.legend()
plt.savefig(os.path.join(pics, "roc.png"))
plt.close()
print("AUC               :", round(auc(fpr, tpr), 4))
