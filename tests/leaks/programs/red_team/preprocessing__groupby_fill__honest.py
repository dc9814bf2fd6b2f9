# kind: preprocessing
# verdict: honest
# why: missing labs are filled with sex means of the training patients and z-scored on them after the split
import pandas as pd
from scipy.stats import zmap
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import GroupShuffleSplit

SEED = 0
df = pd.read_csv("patients.csv")
labs = [c for c in df if c.startswith("lab")]
a, b = next(GroupShuffleSplit(1, test_size=.3, random_state=SEED).split(df, groups=df.patient_id))
means = df.iloc[a].groupby("sex")[labs + ["bmi"]].mean()
df[labs + ["bmi"]] = df[labs + ["bmi"]].apply(lambda s: s.fillna(df.sex.map(means[s.name])))
Z = df[labs + ["bmi", "age"]].apply(lambda s: zmap(s, s.iloc[a]))
Z["male"] = (df.sex == "m").astype(float)
net = MLPClassifier((16,), max_iter=60, random_state=SEED).fit(Z.iloc[a], df.disease.iloc[a])
print("AUC", round(roc_auc_score(df.disease.iloc[b], net.predict_proba(Z.iloc[b])[:, 1]), 4))
