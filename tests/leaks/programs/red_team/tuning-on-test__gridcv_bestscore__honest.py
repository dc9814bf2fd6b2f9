# kind: tuning-on-test
# verdict: honest
# why: models are ranked by their cross-validated score on the training frame; only the winner is scored on the test frame
import pandas as pd
from sklearn.model_selection import ParameterGrid, cross_val_score, train_test_split
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("genes.csv")
tr, te = train_test_split(df, test_size=.35, stratify=df.relapse, random_state=SEED)
table = pd.DataFrame([dict(p, ap=cross_val_score(make_pipeline(StandardScaler(), SVC(**p)), tr.iloc[:, :-1], tr.relapse, scoring="average_precision", cv=4).mean())
                      for p in ParameterGrid({"C": [.01, .1, 1, 10], "gamma": [1e-4, 1e-3, "scale"]})])
winner = table.sort_values("ap").iloc[-1]
best = make_pipeline(StandardScaler(), SVC(C=winner.C, gamma=winner.gamma)).fit(tr.iloc[:, :-1], tr.relapse)
print("best SVM:", winner.to_dict(), "test AP:", average_precision_score(te.relapse, best.decision_function(te.iloc[:, :-1])))
