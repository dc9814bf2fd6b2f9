# kind: overlap
# verdict: honest
# why: an isolation forest is fitted on training rows without labels; ranks of test rows only
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import QuantileTransformer

SEED = 0
pay = pd.read_csv("payments.csv").set_index("payment_id")
cols = ["amount", "distance_km", "n_last_day"]
train, test = train_test_split(pay, test_size=.3, random_state=SEED)
qt = QuantileTransformer(n_quantiles=200, output_distribution="normal", random_state=SEED)
Xa = qt.fit_transform(train.loc[train.fraud == 0, cols].values)
Xb = qt.transform(test[cols].values)
for det in (IsolationForest(n_estimators=50, random_state=SEED), LocalOutlierFactor(30, novelty=True)):
    s = -det.fit(Xa).score_samples(Xb)
    print(type(det).__name__, "AUC", roc_auc_score(test.fraud, s), "AP", average_precision_score(test.fraud, s), "rank corr", pd.Series(s).rank(pct=True).corr(test.fraud.reset_index(drop=True)))
