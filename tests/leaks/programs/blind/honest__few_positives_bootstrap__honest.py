# kind: honest
# verdict: honest
# why: two forests are fixed in advance, the cutoff comes from out-of-fold training scores, and the test part with a handful of positives is only bootstrapped for confidence intervals
import numpy as np
from scipy.stats import beta
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import average_precision_score, precision_recall_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split

SEED = 0


def load():
    return make_classification(
        n_samples=1200, n_features=12, n_informative=5, weights=[0.975], class_sep=1.2,
        flip_y=0.005, random_state=SEED,
    )


def f1_cutoff(y, s):
    prec, rec, thr = precision_recall_curve(y, s)
    f1 = 2 * prec[:-1] * rec[:-1] / np.maximum(prec[:-1] + rec[:-1], 1e-12)
    return float(thr[np.argmax(f1)])


def clopper_pearson(k, n, alpha=0.05):
    lo = 0.0 if k == 0 else beta.ppf(alpha / 2, k, n - k + 1)
    hi = 1.0 if k == n else beta.ppf(1 - alpha / 2, k + 1, n - k)
    return lo, hi


def bootstrap(y, a, b, rounds=120):
    rng = np.random.default_rng(SEED)
    pos, neg = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    out = []
    for _ in range(rounds):
        i = np.concatenate([rng.choice(pos, len(pos)), rng.choice(neg, len(neg))])
        out.append((average_precision_score(y[i], a[i]), average_precision_score(y[i], b[i])))
    return np.array(out)


def main():
    X, y = load()
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.2, stratify=y, random_state=SEED
    )
    main_model = RandomForestClassifier(40, min_samples_leaf=2, random_state=SEED)
    oof = cross_val_predict(
        main_model, X_train, y_train,
        cv=StratifiedKFold(3, shuffle=True, random_state=SEED), method="predict_proba",
    )[:, 1]
    cutoff = f1_cutoff(y_train, oof)

    main_model.fit(X_train, y_train)
    reference = ExtraTreesClassifier(40, random_state=SEED).fit(X_train, y_train)
    s_main = main_model.predict_proba(X_test)[:, 1]
    s_ref = reference.predict_proba(X_test)[:, 1]

    hits = int(((s_main >= cutoff) & (y_test == 1)).sum())
    total = int(y_test.sum())
    print(f"cutoff {cutoff:.3f}; caught {hits} of {total}, exact 95% interval",
          np.round(clopper_pearson(hits, total), 3))
    draws = bootstrap(y_test, s_main, s_ref)
    print("AP forest  95%:", np.round(np.percentile(draws[:, 0], [2.5, 50, 97.5]), 3))
    print("AP reference 95%:", np.round(np.percentile(draws[:, 1], [2.5, 50, 97.5]), 3))
    diff = draws[:, 0] - draws[:, 1]
    print("difference 95%:", np.round(np.percentile(diff, [2.5, 97.5]), 3))


if __name__ == "__main__":
    main()
