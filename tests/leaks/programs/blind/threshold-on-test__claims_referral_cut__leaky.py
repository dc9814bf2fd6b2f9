# kind: threshold-on-test
# verdict: leak
# why: TunedThresholdClassifierCV with cv="prefit" searches the cut-off on the test rows (referral.fit(X_test, y_test)), and saving, precision and recall are reported for those rows.
# options:
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, confusion_matrix, make_scorer, precision_score, recall_score
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

SEED = 0
REVIEW_COST, AVG_RECOVERY = 180.0, 1500.0


def motor_claims(n=4000):
    rs = np.random.RandomState(SEED)
    d = pd.DataFrame()
    d["claim_eur"] = rs.gamma(2.2, 1300, n)
    d["days_since_policy_start"] = rs.exponential(500, n)
    d["report_lag_days"] = rs.gamma(1.3, 4, n)
    d["prior_claims"] = rs.poisson(0.6, n).astype(float)
    d["channel"] = rs.choice(["app", "phone", "garage", "broker"], n)
    d["damage"] = rs.choice(["front", "rear", "theft", "glass", "total"], n, p=[.35, .3, .06, .2, .09])
    lin = (-4.9 + 0.0004 * d.claim_eur - 0.0020 * d.days_since_policy_start + 0.14 * d.report_lag_days
           + 0.7 * d.prior_claims + 1.8 * (d.damage == "theft") + 0.5 * (d.damage == "total") + 0.4 * (d.channel == "garage"))
    fraud = (rs.uniform(size=n) < 1 / (1 + np.exp(-lin))).astype(int)
    d.loc[rs.uniform(size=n) < 0.07, "report_lag_days"] = np.nan
    return d, fraud


def net_saving(y_true, y_pred):
    tn, fp, fn, tp = confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return (tp * AVG_RECOVERY - (tp + fp) * REVIEW_COST) / len(y_true)


saving_scorer = make_scorer(net_saving)

X, y = motor_claims()
X_fit, X_rest, y_fit, y_rest = train_test_split(X, y, test_size=0.5, stratify=y, random_state=SEED)
X_tune, X_test, y_tune, y_test = train_test_split(X_rest, y_rest, test_size=0.5, stratify=y_rest, random_state=SEED)

prep = make_column_transformer(
    (SimpleImputer(strategy="median", add_indicator=True), make_column_selector(dtype_include="number")),
    (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
)
forest = make_pipeline(prep, RandomForestClassifier(200, min_samples_leaf=4, random_state=SEED, n_jobs=1))
forest.fit(X_fit, y_fit)
print("AP, tuning rows: %.3f" % average_precision_score(y_tune, forest.predict_proba(X_tune)[:, 1]))
print("AP, test rows:   %.3f" % average_precision_score(y_test, forest.predict_proba(X_test)[:, 1]))

referral = TunedThresholdClassifierCV(FrozenEstimator(forest), scoring=saving_scorer, cv="prefit",
                                      refit=False, thresholds=np.linspace(0.02, 0.6, 117))
referral.fit(X_test, y_test)  # <- leak

decision = referral.predict(X_test)
print("cut-off %.3f" % referral.best_threshold_)
print("test: saving per claim %.2f EUR, precision %.3f, recall %.3f, referred %.1f %%" % (
    net_saving(y_test, decision), precision_score(y_test, decision, zero_division=0),
    recall_score(y_test, decision), 100 * decision.mean()))
