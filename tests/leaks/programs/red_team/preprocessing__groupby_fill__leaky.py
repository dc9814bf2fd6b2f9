# kind: preprocessing
# verdict: leak
# why: missing labs are filled with sex means of the whole table and z-scored on it before the split
import pandas as pd
from scipy.stats import zscore
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import GroupShuffleSplit

SEED = 0
df = pd.read_csv("patients.csv")
labs = [c for c in df if c.startswith("lab")]
df[labs + ["bmi"]] = df.groupby("sex")[labs + ["bmi"]].transform(lambda s: s.fillna(s.mean()))  # <- leak
Z = df[labs + ["bmi", "age"]].apply(zscore)  # <- leak
Z["male"] = (df.sex == "m").astype(float)
a, b = next(GroupShuffleSplit(1, test_size=.3, random_state=SEED).split(Z, groups=df.patient_id))
net = MLPClassifier((16,), max_iter=60, random_state=SEED).fit(Z.iloc[a], df.disease.iloc[a])
print("AUC", round(roc_auc_score(df.disease.iloc[b], net.predict_proba(Z.iloc[b])[:, 1]), 4))
