# kind: honest
# verdict: honest
# why: the grid search with refit sees the training rows only, and its best estimator is scored once on the test rows
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score, matthews_corrcoef
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

SEED = 0

digits = load_digits()
is_eight = (digits.target == 8).astype(int)
Xtr, Xte, ytr, yte = train_test_split(digits.data, is_eight, test_size=0.4, stratify=is_eight, random_state=SEED)

search = GridSearchCV(
    Pipeline([("mm", MinMaxScaler()), ("pca", PCA(random_state=SEED)), ("svc", SVC(class_weight="balanced"))]),
    {"pca__n_components": [8, 16], "svc__C": [0.1, 1, 10]},
    scoring="balanced_accuracy",
    cv=StratifiedKFold(3, shuffle=True, random_state=SEED),
    refit=True,
)
search.fit(Xtr, ytr)
print(search.best_params_)

yhat = search.predict(Xte)
print("test balanced accuracy", round(balanced_accuracy_score(yte, yhat), 3))
print("test MCC", round(matthews_corrcoef(yte, yhat), 3))
