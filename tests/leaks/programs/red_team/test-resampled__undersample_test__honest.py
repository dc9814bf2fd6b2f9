# kind: test-resampled
# verdict: honest
# why: only the training part is undersampled; precision is reported at the test part's own prevalence
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
    parts[name] = part[feats], part.fraud
parts["tr"] = RandomUnderSampler(random_state=SEED).fit_resample(*parts["tr"])
m = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())
m.fit(*parts["tr"])
Xt, yt = parts["te"]
print("precision", precision_score(yt, m.predict(Xt)), "AP", average_precision_score(yt, m.predict_proba(Xt)[:, 1]))
