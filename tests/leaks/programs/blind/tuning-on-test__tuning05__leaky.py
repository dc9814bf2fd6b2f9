# kind: tuning-on-test
# verdict: leak
# why: the model at the top of the leaderboard is chosen by its average precision on the test rows, which is then reported.
import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
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
        {"name": name, "ap": average_precision_score(y_test, m.fit(X_train, y_train).predict_proba(X_test)[:, 1])}
        for name, m in models.items()
    ]
)
winner = board.sort_values("ap", ascending=False).iloc[0]["name"]  # <- leak

final = models[winner].fit(X_train, y_train)
print(board.round(3).to_string(index=False))
print(winner, "test AP:", round(average_precision_score(y_test, final.predict_proba(X_test)[:, 1]), 3))
