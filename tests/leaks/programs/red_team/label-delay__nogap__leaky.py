# kind: label-delay
# verdict: leak
# options: --time time --label-time label_known
# why: training goes up to the first test day although the last labels were not known then
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer

SEED = 0
df = pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
start = pd.Timestamp("2025-02-10")
past = df.query("time < @start")  # <- leak
future = df.query("time >= @start")
cols = ["amount", "distance_km", "speed", "n_last_day", "hour"]
m = make_pipeline(PowerTransformer(), LogisticRegression(class_weight="balanced", random_state=SEED)).fit(past[cols], past.fraud)
print("AUC from", start.date(), "on:", roc_auc_score(future.fraud, m.decision_function(future[cols])))
