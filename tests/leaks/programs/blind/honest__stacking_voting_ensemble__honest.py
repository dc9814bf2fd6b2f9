# kind: honest
# verdict: honest
# why: stacking and voting ensembles are fitted on the training rows (with internal folds there) and every ensemble and base model is reported once on test.
# ## Ensembles for an imbalanced problem: Voting, Stacking, Bagging
import tempfile
import time
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split, StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.ensemble import StackingClassifier, VotingClassifier, ExtraTreesClassifier
from sklearn.metrics import classification_report, f1_score, matthews_corrcoef, roc_auc_score, RocCurveDisplay
from imblearn.ensemble import BalancedRandomForestClassifier, EasyEnsembleClassifier

SEED = 0

X, y = make_classification(
    n_samples=1600, n_features=15, n_informative=6, n_redundant=3, n_clusters_per_class=2,
    weights=[0.9], flip_y=0.02, class_sep=0.8, random_state=SEED)
df = pd.DataFrame(X, columns=["f%02d" % i for i in range(X.shape[1])])
df["target"] = y

# ### Quick look
print(df.describe().T[["mean", "std", "min", "max"]].round(2))
print(df.target.value_counts(normalize=True))
print("skewness\n", df.skew().round(2))
c = df.corr()
print(c["target"].drop("target").round(3))
plt.figure(figsize=(6, 5))
plt.imshow(c, cmap="RdBu", vmin=-1, vmax=1)
plt.colorbar()
tmpdir = tempfile.mkdtemp()
plt.savefig(tmpdir + "/corr.png", dpi=50)
plt.close()

# ### Train / test
features = [col for col in df.columns if col != "target"]
X_train, X_test, y_train, y_test = train_test_split(
    df[features], df["target"], test_size=0.3, stratify=df["target"], random_state=SEED)

# ### Base models
def lr():
    return make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=500))

def knn():
    return make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=9))

def nb():
    return GaussianNB()

def et():
    return ExtraTreesClassifier(n_estimators=20, class_weight="balanced", random_state=SEED)

base = [("lr", lr()), ("knn", knn()), ("nb", nb()), ("et", et())]

# ### CV on the training rows, just to get a feeling of the spread
cv = StratifiedKFold(3, shuffle=True, random_state=SEED)
for name, m in base[:3]:
    s = cross_val_score(m, X_train, y_train, cv=cv, scoring="f1")
    print("%-4s cv f1 on train: %.3f (%.3f)" % (name, s.mean(), s.std()))

# ### Ensembles
vote = VotingClassifier(base, voting="soft")
stack = StackingClassifier(base, final_estimator=LogisticRegression(class_weight="balanced"),
                           cv=StratifiedKFold(3, shuffle=True, random_state=SEED))
brf = BalancedRandomForestClassifier(n_estimators=30, sampling_strategy="all", replacement=True,
                                     bootstrap=False, random_state=SEED)
easy = EasyEnsembleClassifier(n_estimators=2, random_state=SEED)

everything = base + [("voting", vote), ("stacking", stack), ("balanced rf", brf), ("easy ensemble", easy)]
report = []
fig, ax = plt.subplots(figsize=(5, 4))
for name, m in everything:
    t0 = time.time()
    m.fit(X_train, y_train)
    yp = m.predict(X_test)
    ys = m.predict_proba(X_test)[:, 1]
    report.append({"model": name, "f1": f1_score(y_test, yp), "mcc": matthews_corrcoef(y_test, yp),
                   "auc": roc_auc_score(y_test, ys), "seconds": time.time() - t0})
    if name in ("voting", "stacking"):
        print("\n", name)
        print(classification_report(y_test, yp, digits=3))
    RocCurveDisplay.from_predictions(y_test, ys, name=name, ax=ax)
fig.savefig(tmpdir + "/roc.png", dpi=50)
plt.close(fig)

report = pd.DataFrame(report).set_index("model")
print(report.round(3))
report[["f1", "auc"]].plot(kind="bar", figsize=(7, 3))
plt.tight_layout()
plt.savefig(tmpdir + "/bars.png", dpi=50)
plt.close()

# weights the meta model gave to the base models
print(dict(zip([b[0] for b in base], stack.final_estimator_.coef_[0].round(2))))
