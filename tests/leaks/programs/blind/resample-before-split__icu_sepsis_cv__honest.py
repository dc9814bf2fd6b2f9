# kind: resample-before-split
# verdict: honest
# why: SMOTE is a step of the imblearn pipeline, so it acts within each training part of the cross-validation and the scored parts stay as they are.
# options:
import argparse
import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.metrics import fbeta_score, make_scorer
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import RobustScaler

SEED = 0


def parse():
    ap = argparse.ArgumentParser(description="sepsis alarm, cross-validated")
    ap.add_argument("--patients", type=int, default=2400)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--repeats", type=int, default=2)
    ap.add_argument("--k", type=int, default=15)
    ap.add_argument("--ratio", type=float, default=0.6)
    return ap.parse_known_args()[0]


def stays(n):
    r = np.random.default_rng(SEED)
    severity = r.normal(size=n)
    lactate = np.exp(0.4 + 0.45 * severity + 0.30 * r.normal(size=n))
    hr = 85 + 14 * severity + 12 * r.normal(size=n)
    map_ = 78 - 6 * severity + 9 * r.normal(size=n)
    temp = 37.1 + 0.35 * severity + 0.7 * r.normal(size=n)
    wbc = np.exp(2.2 + 0.15 * severity + 0.35 * r.normal(size=n))
    crea = np.exp(0.1 + 0.15 * severity + 0.4 * r.normal(size=n))
    age = r.uniform(18, 92, n)
    logit = -3.7 + 1.7 * severity + 0.02 * (age - 60)
    y = (r.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    return np.c_[lactate, hr, map_, temp, wbc, crea, age], y


def oversampler(args):
    return SMOTE(sampling_strategy=args.ratio, k_neighbors=5, random_state=SEED)


def main():
    args = parse()
    X, y = stays(args.patients)
    print("stays", len(y), "sepsis", int(y.sum()))
    model = Pipeline([("scale", RobustScaler()), ("over", oversampler(args)), ("knn", KNeighborsClassifier(args.k))])
    scoring = {"auc": "roc_auc", "ap": "average_precision", "f2": make_scorer(fbeta_score, beta=2),
               "bal": "balanced_accuracy"}
    cv = RepeatedStratifiedKFold(n_splits=args.folds, n_repeats=args.repeats, random_state=SEED)
    res = cross_validate(model, X, y, cv=cv, scoring=scoring, return_train_score=True)
    print(f"{'metric':8s}{'train':>9s}{'valid':>9s}{'sd':>8s}")
    for k in scoring:
        v = res["test_" + k]
        print(f"{k:8s}{res['train_' + k].mean():9.3f}{v.mean():9.3f}{v.std():8.3f}")


if __name__ == "__main__":
    main()
