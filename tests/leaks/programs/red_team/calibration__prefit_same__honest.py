# kind: calibration
# verdict: honest
# why: isotonic regression is fitted on the forest's scores for rows kept back from it
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import train_test_split

SEED = 0
d = pd.read_csv("payments.csv").dropna()
F = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]
tr, te = train_test_split(d, test_size=.3, stratify=d.fraud, random_state=SEED)
fit, cal = train_test_split(tr, test_size=.3, stratify=tr.fraud, random_state=SEED)
rf = RandomForestClassifier(50, random_state=SEED).fit(fit[F], fit.fraud)
iso = IsotonicRegression(out_of_bounds="clip").fit(rf.predict_proba(cal[F])[:, 1], cal.fraud)
p = iso.predict(rf.predict_proba(te[F])[:, 1])
print("Brier", brier_score_loss(te.fraud, p))
