# kind: test-resampled
# verdict: leak
# why: the test part is undersampled to one to one and precision is reported on it
import numpy as np
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer

SEED = 0
df = pd.read_csv("payments.csv")
feats = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]
tr, te = train_test_split(df, test_size=.3, stratify=df.fraud, random_state=SEED)
parts = {}
for name, part in (("tr", tr), ("te", te)):
    parts[name] = RandomUnderSampler(random_state=SEED).fit_resample(part[feats], part.fraud)  # <- leak
m = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())
m.fit(*parts["tr"])
Xt, yt = parts["te"]
print("precision", precision_score(yt, m.predict(Xt)), "AP", average_precision_score(yt, m.predict_proba(Xt)[:, 1]))
