# kind: tuning-on-test
# verdict: leak
# why: models are ranked by their score on the test frame and the winner's score is reported
import pandas as pd
from sklearn.model_selection import ParameterGrid, train_test_split
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import average_precision_score

SEED = 0
df = pd.read_csv("genes.csv")
tr, te = train_test_split(df, test_size=.35, stratify=df.relapse, random_state=SEED)
table = pd.DataFrame([dict(p, ap=average_precision_score(te.relapse, make_pipeline(StandardScaler(), SVC(**p)).fit(tr.iloc[:, :-1], tr.relapse).decision_function(te.iloc[:, :-1])))
                      for p in ParameterGrid({"C": [.01, .1, 1, 10], "gamma": [1e-4, 1e-3, "scale"]})])
winner = table.sort_values("ap").iloc[-1]  # <- leak
print("best SVM:", winner.to_dict())
