# kind: honest
# verdict: honest
# why: the sparse matrices of training and test come from a vectorizer and a scaler that were fitted on the training records
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.preprocessing import MaxAbsScaler
from sklearn.svm import LinearSVC

SEED = 0

table = pd.read_csv("churn.csv")
labels = [int(v == "yes") for v in table["churned"]]
records = []
for row in table.itertuples(index=False):
    records.append({"city": row.city, "contract": row.contract, "plan": row.plan, "both": f"{row.contract}|{row.plan}", f"calls={min(row.calls, 5)}": 1})
numbers = sparse.csr_matrix(table[["tenure", "monthly_charges", "score_a", "score_b"]].to_numpy())

rows_train, rows_test = train_test_split(range(len(records)), test_size=0.33, stratify=labels, random_state=SEED)
vec, scale = DictVectorizer(), MaxAbsScaler()
S_train = sparse.hstack([vec.fit_transform([records[i] for i in rows_train]), scale.fit_transform(numbers[rows_train])], format="csr")
S_test = sparse.hstack([vec.transform([records[i] for i in rows_test]), scale.transform(numbers[rows_test])], format="csr")
y_train, y_test = [labels[i] for i in rows_train], [labels[i] for i in rows_test]

svm = LinearSVC(C=0.1, class_weight="balanced", random_state=SEED).fit(S_train, y_train)
out = svm.decision_function(S_test)
print(f"{S_train.shape[1]} columns, {S_train.nnz / S_train.shape[0]:.1f} filled per row")
print(f"AUC {roc_auc_score(y_test, out):.3f}, AP {average_precision_score(y_test, out):.3f}")
