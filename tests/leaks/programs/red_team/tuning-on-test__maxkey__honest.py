# kind: tuning-on-test
# verdict: honest
# why: the winner is chosen on the validation part, its score on the test part is told
"""Four models, each scored on two parts; a list of tuples keeps what came out."""
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier

SEED = 0

X, y = make_classification(2600, 9, n_informative=5, weights=[0.88], flip_y=0.05, random_state=SEED)
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.3, stratify=y_rest, random_state=SEED)


def quality(model, X, y):
    return average_precision_score(y, model.predict_proba(X)[:, 1])


results = []
for model in (GaussianNB(), LogisticRegression(), DecisionTreeClassifier(max_depth=4, random_state=SEED),
              RandomForestClassifier(60, random_state=SEED)):
    model.fit(X_train, y_train)
    results.append((type(model).__name__, quality(model, X_val, y_val), quality(model, X_test, y_test)))

for name, first, second in results:
    print(f"{name:25s} {first:.3f} {second:.3f}")
winner = max(results, key=lambda r: r[1])
print("winner", winner[0], "with", round(winner[2], 3), "on the test part")
