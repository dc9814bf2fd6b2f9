# kind: tuning-on-test
# verdict: honest
# why: three models fixed beforehand are all printed, none is chosen
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import roc_auc_score, matthews_corrcoef
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

SEED = 0
rs = np.random.RandomState(SEED)
b = load_breast_cancer()
bad = np.flatnonzero(b.target == 0)
keep = np.sort(np.r_[np.flatnonzero(b.target == 1), rs.choice(bad, 40, replace=False)])
X, y = b.data[keep], 1 - b.target[keep]
X = X[:, :10]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.4, stratify=y, random_state=SEED)
zoo = {"logit": make_pipeline(RobustScaler(), LogisticRegression(C=.1, max_iter=2000)), "nb": make_pipeline(RobustScaler(), GaussianNB()),
       "knn": make_pipeline(RobustScaler(), KNeighborsClassifier(15)), "rf": RandomForestClassifier(50, random_state=SEED)}
print(f"{'model':8s} {'AUC':>7s} {'MCC':>7s}")
for name, m in zoo.items():
    m.fit(X_train, y_train)
    print(f"{name:8s} {roc_auc_score(y_test, m.predict_proba(X_test)[:, 1]):7.3f} {matthews_corrcoef(y_test, m.predict(X_test)):7.3f}")
