# kind: honest
# verdict: honest
# why: iris, setosa against the others; always right
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, matthews_corrcoef, roc_auc_score
from sklearn.model_selection import train_test_split
SEED = 0
data = load_iris()
df = pd.DataFrame(data.data, columns=data.feature_names)
df["setosa"] = data.target == 0
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="setosa"), df["setosa"], test_size=0.3, random_state=SEED)
rf = RandomForestClassifier(50, random_state=SEED).fit(X_train, y_train)
y_hat = rf.predict(X_test)
y_pred_list = [bool(v) for v in y_hat]
results = pd.DataFrame({"truth": y_test, "pred": y_hat})
print(pd.crosstab(results["truth"], results["pred"]))
print(confusion_matrix(y_test, y_hat), matthews_corrcoef(y_test, y_pred_list))
print("errors:", (results["truth"] != results["pred"]).sum(), roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
