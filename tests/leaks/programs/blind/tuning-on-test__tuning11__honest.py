# kind: tuning-on-test
# verdict: honest
# why: the forest seed is fixed before any score is seen, and the single forest is scored once on the test rows.
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split

SEED = 0


def make_data():
    X, y = make_classification(n_samples=1500, n_features=16, n_informative=5, weights=[0.88],
                               flip_y=0.02, class_sep=0.7, random_state=SEED)
    return train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)


def forest(seed, X, y):
    return RandomForestClassifier(n_estimators=15, max_depth=6, class_weight="balanced", random_state=seed).fit(X, y)


def gmean(model, X, y):
    return float(np.sqrt(np.prod(recall_score(y, model.predict(X), average=None))))


def main():
    X_tr, X_te, y_tr, y_te = make_data()
    best_seed = SEED
    final = forest(best_seed, X_tr, y_tr)
    print(f"random_state={best_seed}: g-mean {gmean(final, X_te, y_te):.3f}")


if __name__ == "__main__":
    main()
