# kind: tuning-on-test
# verdict: honest
# why: the leaderboard holds cross-validated average precision of the training rows, and only the winner is scored on the test rows.
import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

SEED = 0

bunch = load_breast_cancer(as_frame=True)
X, y = bunch.data[[c for c in bunch.data if "error" in c]], 1 - bunch.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.35, stratify=y, random_state=SEED)

models = {
    "logit": make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000)),
    "knn": make_pipeline(StandardScaler(), KNeighborsClassifier(15)),
    "bayes": GaussianNB(),
    "tree": DecisionTreeClassifier(min_samples_leaf=10, random_state=SEED),
}

board = pd.DataFrame(
    [
        {"name": name, "ap": cross_val_score(m, X_train, y_train, cv=4, scoring="average_precision").mean()}
        for name, m in models.items()
    ]
)
winner = board.sort_values("ap", ascending=False).iloc[0]["name"]

final = models[winner].fit(X_train, y_train)
print(board.round(3).to_string(index=False))
print(winner, "test AP:", round(average_precision_score(y_test, final.predict_proba(X_test)[:, 1]), 3))
