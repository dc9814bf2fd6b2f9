# kind: honest
# verdict: honest
# why: train and test are concatenated with a flag for the same row-wise recoding and taken apart again.
import pandas as pd
from imblearn.over_sampling import SMOTENC
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

SEED = 0


def recode(frame):
    frame = frame.copy()
    frame["contract"] = frame["contract"].map({"monthly": 0, "one year": 1, "two years": 2})
    frame["plan"] = frame["plan"].map({"basic": 0, "plus": 1, "max": 2})
    frame["minutes"] = frame["minutes"].fillna(-1)
    return frame


raw = pd.read_csv("churn.csv").drop(columns=["customerID", "city", "exit_survey"])
tr, te = train_test_split(raw, test_size=0.3, random_state=SEED, stratify=raw["churned"])
both = recode(pd.concat([tr.assign(part="train"), te.assign(part="test")], ignore_index=True))
tr = both.query("part == 'train'").drop(columns="part")
te = both.query("part == 'test'").drop(columns="part")
y1, y2 = tr.pop("churned") == "yes", te.pop("churned") == "yes"
sm = SMOTENC(categorical_features=["contract", "plan"], random_state=SEED)
R, yr = sm.fit_resample(tr, y1.astype(int))
gbc = GradientBoostingClassifier(n_estimators=40, random_state=SEED).fit(R, yr)
print("F1", round(f1_score(y2, gbc.predict(te)), 3))
