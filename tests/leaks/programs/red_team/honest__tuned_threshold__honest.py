# kind: threshold-on-test
# verdict: honest
# why: TunedThresholdClassifierCV fits its threshold inside training
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.compose import make_column_transformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, f1_score, precision_recall_curve, PrecisionRecallDisplay
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
data = pd.read_csv("churn.csv").drop(columns=["customerID", "exit_survey"])
y = (data.pop("churned") == "yes").astype(int)
X_train, X_test, y_train, y_test = train_test_split(data, y, stratify=y, random_state=SEED)
pre = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), make_column_selector(dtype_include="number")),
    (OneHotEncoder(handle_unknown="ignore", min_frequency=10), make_column_selector(dtype_exclude="number")))
clf = TunedThresholdClassifierCV(make_pipeline(pre, LogisticRegression(max_iter=1000)), scoring="f1", cv=5, random_state=SEED)
clf.fit(X_train, y_train)
print("threshold", clf.best_threshold_)
print(classification_report(y_test, clf.predict(X_test), digits=3))
# the curve, for the appendix
prob = clf.predict_proba(X_test)[:, 1]
prec, rec, thr = precision_recall_curve(y_test, prob)
fig, ax = plt.subplots()
PrecisionRecallDisplay(prec, rec).plot(ax=ax)
ax.scatter(rec[abs(thr - clf.best_threshold_).argmin()], prec[abs(thr - clf.best_threshold_).argmin()], color="r")
fig.savefig("pr.png")
print("F1 = %.3f" % f1_score(y_test, clf.predict(X_test)))
