# kind: refit-on-test
# verdict: leak
# why: The line that makes Z_test calls fit_transform, so the imputer, the quantile ranks and fifths are fitted again on the test patients.
# options: --groups patient_id
from types import SimpleNamespace

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, QuantileTransformer

SEED = 0

LABS = [f"lab{i}" for i in range(1, 9)]
NUMBERS = ["age", "bmi"] + LABS
WORDS = {"ward": list("ABCDEFGH"), "sex": ["f", "m"]}


def build_profile():
    """Normal scores of the lab values beside their fifths."""
    views = FeatureUnion([
        ("score", QuantileTransformer(n_quantiles=100, output_distribution="normal", random_state=SEED)),
        ("fifth", KBinsDiscretizer(5, encode="ordinal", strategy="quantile", quantile_method="averaged_inverted_cdf")),
    ])
    numbers = make_pipeline(KNNImputer(n_neighbors=7, weights="distance"), views)
    words = OneHotEncoder(categories=list(WORDS.values()), sparse_output=False, handle_unknown="ignore")
    return ColumnTransformer([("n", numbers, NUMBERS), ("w", words, list(WORDS))], remainder="drop")


def split_patients(visits):
    folds = StratifiedGroupKFold(n_splits=4, shuffle=True, random_state=SEED)
    train, test = next(folds.split(visits, visits["disease"], visits["patient_id"]))
    part = SimpleNamespace(train=visits.iloc[train], test=visits.iloc[test])
    assert not set(part.train["patient_id"]) & set(part.test["patient_id"])
    return part


def main():
    visits = pd.read_csv("patients.csv").drop(columns=["treatment_days"])
    part = split_patients(visits)

    profile = build_profile()
    Z_train = profile.fit_transform(part.train[NUMBERS + list(WORDS)])
    Z_test = profile.fit_transform(part.test[NUMBERS + list(WORDS)])  # <- leak

    clf = LogisticRegression(C=0.05, class_weight="balanced", max_iter=2000)
    clf.fit(Z_train, part.train["disease"])

    rows = []
    for label, Z, y in [("fitted rows", Z_train, part.train["disease"]), ("held-out patients", Z_test, part.test["disease"])]:
        p = clf.predict_proba(Z)[:, 1]
        rows.append({"rows": label, "n": len(y), "positives": int(y.sum()), "auc": roc_auc_score(y, p),
                     "ap": average_precision_score(y, p), "brier": brier_score_loss(y, p)})
    print(pd.DataFrame(rows).set_index("rows").round(3))


if __name__ == "__main__":
    main()
