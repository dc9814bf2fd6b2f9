# kind: honest
# verdict: honest
# why: the scores of eight seeds are all kept and averaged, none is picked
from statistics import mean, stdev

from imblearn.ensemble import BalancedRandomForestClassifier
from sklearn.metrics import average_precision_score, matthews_corrcoef
from sklearn.model_selection import train_test_split

import imbalance_lib as il

SEED = 0


def one_run(X, y, seed):
    X_fit, X_out, y_fit, y_out = train_test_split(X, y, test_size=0.3, stratify=y, random_state=seed)
    model = BalancedRandomForestClassifier(n_estimators=20, sampling_strategy="all", replacement=True, bootstrap=False, random_state=seed).fit(X_fit, y_fit)
    return average_precision_score(y_out, model.predict_proba(X_out)[:, 1]), matthews_corrcoef(y_out, model.predict(X_out))


churn = il.load_churn(random_state=SEED)
runs = [one_run(churn.X, churn.y, SEED + k) for k in range(8)]
for k, (ap, mcc) in enumerate(runs):
    print(k, f"{ap:.3f} {mcc:.3f}")
aps, mccs = zip(*runs)
print(f"AP  {mean(aps):.3f} (sd {stdev(aps):.3f})")
print(f"MCC {mean(mccs):.3f} (sd {stdev(mccs):.3f})")
