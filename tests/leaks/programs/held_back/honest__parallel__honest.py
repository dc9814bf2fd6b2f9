# kind: honest
# verdict: honest
# why: the folds run in two processes, each fits imputer, undersampler and trees on its training rows only
from argparse import ArgumentParser

import numpy as np
import pandas as pd
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import KNNImputer
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score

SEED = 0


def build(trees: int):
    return make_pipeline(
        KNNImputer(n_neighbors=3),
        RandomUnderSampler(sampling_strategy=0.5, random_state=SEED),
        ExtraTreesClassifier(n_estimators=trees, min_samples_leaf=3, random_state=SEED),
    )


def main(argv=None) -> None:
    ap = ArgumentParser()
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("--trees", type=int, default=30)
    args, _ = ap.parse_known_args(argv)

    visits = pd.read_csv("patients.csv")
    X = visits.filter(regex=r"^lab\d|^age$|^bmi$")
    y = visits["disease"]
    cv = StratifiedGroupKFold(n_splits=4, shuffle=True, random_state=SEED)
    ap_scores = cross_val_score(
        build(args.trees), X, y, groups=visits["patient_id"], cv=cv, scoring="average_precision", n_jobs=args.jobs
    )
    print("AP per fold:", *np.round(ap_scores, 3))
    print("AP mean:", ap_scores.mean().round(3))


if __name__ == "__main__":
    main()
