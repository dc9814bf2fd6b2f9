# kind: honest
# verdict: honest
# options: --groups patient_id
# why: the score on the training rows is printed for comparison and called so; the test score is of other patients
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SEED = 0

df = pd.read_csv("patients.csv")
labs = ["lab%d" % i for i in range(1, 9)]
X = df[["age", "bmi"] + labs]
y = df["disease"]

gss = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=SEED)
train_idx, test_idx = next(gss.split(X, y, groups=df["patient_id"]))

model = Pipeline([
    ("scale", StandardScaler()),
    ("impute", KNNImputer(n_neighbors=3)),
    ("svc", SVC(C=2, gamma=0.03, class_weight="balanced", random_state=SEED)),
])
model.fit(X.iloc[train_idx], y.iloc[train_idx])

for name, idx in {"train": train_idx, "test": test_idx}.items():
    ap = average_precision_score(y.iloc[idx], model.decision_function(X.iloc[idx]))
    print("AP on the %-5s rows: %.3f%s" % (name, ap, "  (in-sample, shows the overfit only)" if name == "train" else ""))
