# kind: tuning-on-test
# verdict: honest
# why: in every outer fold the penalty is chosen by an inner split loop over the other folds, and the held-out fold is scored once.
import math
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression

SEED = 0
rng = np.random.default_rng(SEED)


def mcc(t, p):
    tp, tn = np.sum((t == 1) & (p == 1)), np.sum((t == 0) & (p == 0))
    fp, fn = np.sum((t == 0) & (p == 1)), np.sum((t == 1) & (p == 0))
    den = math.sqrt(float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))
    return (tp * tn - fp * fn) / den if den else 0.0


def score(C, fit_rows, eval_rows):
    m = LogisticRegression(C=C, class_weight="balanced", max_iter=300).fit(X[fit_rows], y[fit_rows])
    return mcc(y[eval_rows], m.predict(X[eval_rows]))


def inner_score(C, rows, k=3):
    parts = np.array_split(rows, k)
    picks = [(np.setdiff1d(rows, part), part) for part in parts]
    return sum(score(C, a, b) for a, b in picks) / k


X, y = make_classification(n_samples=1200, n_features=30, n_informative=4, n_redundant=0,
                           weights=[0.9], class_sep=0.9, random_state=SEED)
grid = [0.001, 0.01, 0.1, 1.0, 10.0]
folds = np.array_split(rng.permutation(len(y)), 5)

results = []
for i, held in enumerate(folds):
    rest = np.concatenate([f for j, f in enumerate(folds) if j != i])
    best_C, best = None, -math.inf
    for C in grid:
        if (s := inner_score(C, rest)) > best:
            best_C, best = C, s
    results.append(score(best_C, rest, held))
    print(f"fold {i}: C={best_C} mcc={results[-1]:.3f}")

mean = sum(results) / len(results)
sd = math.sqrt(sum((r - mean) ** 2 for r in results) / (len(results) - 1))
print(f"MCC {mean:.3f} +/- {sd:.3f}")
