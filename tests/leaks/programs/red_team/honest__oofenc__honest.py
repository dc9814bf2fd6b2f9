# kind: honest
# verdict: honest
# why: out-of-fold encoding made inside the training part; test rows get the training map
import numpy as np, pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold, train_test_split

SEED = 0
df = pd.read_csv("payments.csv")
df["amount"] = df["amount"].fillna(0)
tr, te = train_test_split(df, test_size=.3, stratify=df.fraud, random_state=SEED)
tr, te = tr.copy(), te.copy()

def rate(part, col, k=30):
    m = part.fraud.mean()
    a = part.groupby(col).fraud.agg(["sum", "count"])
    return (a["sum"] + k * m) / (a["count"] + k), m

for col in ["terminal_id", "category", "country"]:
    new = col + "_te"
    tr[new] = np.nan
    for a, b in KFold(5, shuffle=True, random_state=SEED).split(tr):
        mp, m = rate(tr.iloc[a], col)
        tr.iloc[b, tr.columns.get_loc(new)] = tr.iloc[b][col].map(mp).fillna(m).to_numpy()
    mp, m = rate(tr, col)
    te[new] = te[col].map(mp).fillna(m)

feats = ["amount", "hour", "n_last_day", "distance_km", "speed", "device_age", "terminal_id_te", "category_te", "country_te"]
clf = HistGradientBoostingClassifier(max_iter=40, random_state=SEED).fit(tr[feats], tr.fraud)
s = clf.predict_proba(te[feats])[:, 1]
print(f"AP on test: {average_precision_score(te.fraud, s):.3f}  (base {te.fraud.mean():.3f})")
