# kind: honest
# verdict: honest
# why: t-SNE, scaler and mutual information on all rows are only drawn and printed; adversarial validation is a diagnosis
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
df = pd.read_csv("patients.csv").drop_duplicates("patient_id")
labs = [c for c in df if c.startswith("lab")] + ["age", "bmi"]
filled = df[labs].fillna(df[labs].median())
xy = PCA(2).fit_transform(StandardScaler().fit_transform(filled))
plt.scatter(*xy.T, c=df.disease, s=4)
plt.savefig("map.png")
print(pd.Series(mutual_info_classif(filled, df.disease, random_state=SEED), labs).sort_values(ascending=False).round(3))

X_tr, X_te, y_tr, y_te = train_test_split(df[labs], df.disease, test_size=.35, stratify=df.disease, random_state=SEED)
print("KS", {c: round(ks_2samp(X_tr[c].dropna(), X_te[c].dropna()).pvalue, 2) for c in labs})
both = pd.concat([X_tr, X_te]).fillna(-1)
which = np.r_[np.zeros(len(X_tr)), np.ones(len(X_te))]
print("adversarial AUC", cross_val_score(RandomForestClassifier(30, random_state=SEED), both, which, cv=3, scoring="roc_auc").mean())

m = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(class_weight="balanced")).fit(X_tr, y_tr)
print("AP", average_precision_score(y_te, m.predict_proba(X_te)[:, 1]))
