"""A feature from after the outcome is suspected by what it does alone; strong features and stacked models are not."""

import textwrap

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, make_classification
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from imbalance_lib.leakage import audit, trace
from imbalance_lib.leakage.findings import Finding
from imbalance_lib.leakage.outcome import orders, sample, stands_apart
from imbalance_lib.scenarios import load_covid_tests, load_medical, load_road_crashes
from tests.leaks import tables

TREES = HistGradientBoostingClassifier(max_iter=10, random_state=0)


def suspected(X, y, model, columns=None) -> list[Finding]:
    """What a trace says of outcome features when a model is fitted on one part and scored on the other."""
    X = X.reset_index(drop=True)
    with trace(X.assign(label=np.asarray(y))) as report:
        A, B, a, b = train_test_split(X, pd.Series(np.asarray(y)), stratify=y, random_state=0)
        roc_auc_score(b, model.fit(A, a).predict_proba(B)[:, 1])
    assert not report.leaks
    return [f for f in report.findings if f.kind == "outcome-feature"]


def columns_of(X: pd.DataFrame) -> ColumnTransformer:
    numbers = X.select_dtypes("number").columns
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), list(numbers)),
            ("words", OneHotEncoder(handle_unknown="ignore"), list(X.columns.difference(numbers))),
        ]
    )


def test_the_aside_columns_of_the_real_tables_are_suspected_and_their_features_are_not():
    for scenario, name in ((load_covid_tests(), "ct_result"), (load_road_crashes(), "injSeverity")):
        assert not suspected(scenario.X, scenario.y, TREES)
        (told,) = suspected(scenario.X.join(scenario.aside[[name]]), scenario.y, TREES)
        assert (told.severity, f"'{name}'" in told.message) == ("suspicion", True)


@pytest.mark.parametrize("drop", ["", "exit_survey"])
def test_the_users_column_is_named_through_a_pipeline(drop):
    table = tables.churn().drop(columns=["customerID", "city"])
    X, y = table.drop(columns="churned"), (table["churned"] == "yes").astype(int)
    # The column may stand in the table, as long as the steps leave it out.
    model = make_pipeline(columns_of(X.drop(columns=drop or [])), LogisticRegression(max_iter=500))
    told = suspected(X, y, model)
    assert len(told) == (not drop)
    assert all(
        "'exit_survey' alone" in f.message and "of 100 pairs of the 1,875 training rows" in f.message for f in told
    )


def test_a_column_whose_missing_values_decide_is_suspected():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(800, 4)), columns=list("abcd")).round(3)
    y = pd.Series((rng.random(800) < 0.1).astype(int))
    honest = X.assign(closed=np.where(rng.random(800) < 0.1, rng.normal(size=800), np.nan))
    leaky = X.assign(closed=np.where((y == 1) & (rng.random(800) < 0.98), rng.normal(size=800), np.nan))
    assert not suspected(honest, y, TREES)
    for model in (TREES, make_pipeline(SimpleImputer(add_indicator=True), LogisticRegression(max_iter=500))):
        (told,) = suspected(leaky, y, model)
        assert "'closed' alone" in told.message
        assert model is not TREES or told.message.startswith(
            "Whether there is a value in"
        )  # told where it is not filled


def test_words_and_dummies_of_one_column_are_no_rivals():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(800, 4)), columns=list("abcd"))
    y = pd.Series((rng.random(800) < 0.2).astype(int))
    X["state"] = np.where((y == 1) & (rng.random(800) < 0.97), "closed", "open")
    (told,) = suspected(X, y, make_pipeline(columns_of(X), LogisticRegression()))
    assert "'state' alone" in told.message
    (told,) = suspected(pd.get_dummies(X), y, LogisticRegression())
    assert "'state_" in told.message
    X["state"] = np.where((y == 1) & (rng.random(800) < 0.98), rng.choice(["a", "b"], 800, p=[0.9, 0.1]), "open")
    (told,) = suspected(X, y, make_pipeline(columns_of(X), LogisticRegression()))
    assert "'state' alone" in told.message


def test_strong_measurements_are_not_suspected():
    medical = load_medical()
    assert not suspected(medical.X, medical.y, TREES)
    cancer, iris, digits = load_breast_cancer(as_frame=True), load_iris(as_frame=True), load_digits(as_frame=True)
    assert not suspected(cancer.data, cancer.target, TREES)
    for label in range(3):
        assert not suspected(iris.data, (iris.target == label).astype(int), TREES)
    for label in range(10):
        assert not suspected(digits.data, (digits.target == label).astype(int), KNeighborsClassifier())


def test_generated_tables_are_not_suspected():
    with trace() as report:
        X, y = make_classification(600, 6, n_informative=1, n_redundant=0, n_clusters_per_class=1, class_sep=4)
        assert cross_val_score(LogisticRegression(), X, y).mean() > 0.9
    assert not report.findings


@pytest.mark.parametrize("honest", [False, True])
def test_what_models_say_is_no_outcome_feature(honest):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(600, 6))
    y = (X[:, :3].sum(axis=1) + rng.normal(size=600) > 2).astype(int)
    first = [KNeighborsClassifier(5, weights="distance"), LogisticRegression(C=1e-6), RandomForestClassifier(20)]
    with trace(X) as report:
        A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
        said = [cross_val_predict(m, A, a, method="predict_proba")[:, 1] for m in first] if honest else None
        first = [m.fit(A, a) for m in first]
        said = said or [m.predict_proba(A)[:, 1] for m in first]
        top = LogisticRegression().fit(np.column_stack(said), a)
        new = np.column_stack([m.predict_proba(B)[:, 1] for m in first])
        roc_auc_score(b, top.predict_proba(new)[:, 1])
    assert "outcome-feature" not in [f.kind for f in report.findings]


def test_a_copy_of_the_label_stays_a_leak():
    table = tables.patients()
    X, y = table[["age", "lab1", "lab2"]].assign(ill=table["disease"].to_numpy()), table["disease"]
    with trace(X) as report:
        A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
        forest = RandomForestClassifier(20, random_state=0).fit(A, a)
        roc_auc_score(b, forest.predict_proba(B)[:, 1])
    assert [(f.kind, f.severity) for f in report.findings] == [("outcome-feature", "leak")]


BY_HAND = """
    import numpy as np, pandas as pd
    table = pd.read_csv("payments.csv")[["amount", "hour", "distance_km", "speed", "chargeback", "fraud"]]
    inputs = ["amount", "hour", "distance_km", "speed"]{more}
    old, new = table[:2500], table[2500:]
    X, y = ((old[inputs] - old[inputs].mean()) / old[inputs].std()).to_numpy(), old["fraud"].to_numpy()
    w = np.zeros(X.shape[1])
    for _ in range(100):
        w -= X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
    test = ((new[inputs] - old[inputs].mean()) / old[inputs].std()).to_numpy()
    flagged = new.assign(score=test @ w).nlargest(40, "score")
    print(flagged["fraud"].sum() / new["fraud"].sum(), flagged["chargeback"].sum())
"""


@pytest.mark.parametrize("more", ["", ' + ["chargeback"]'])
def test_a_model_by_hand_is_judged_by_what_it_multiplies(tmp_path, more):
    tables.write(tmp_path)
    (tmp_path / "mine.py").write_text(textwrap.dedent(BY_HAND).format(more=more))
    report = audit(tmp_path / "mine.py", reruns=0)
    told = [f for f in report.findings if f.kind == "outcome-feature"]
    assert not report.leaks and len(told) == bool(more)
    assert all("'chargeback' alone" in f.message and f.place.line == 9 for f in told)


def test_a_column_is_judged_on_rows_that_chose_no_bins():
    rng = np.random.default_rng(0)
    y = rng.random(2_000) < 0.1
    assert max(orders(rng.normal(size=2_000), y)) < 0.6
    assert min(orders(y + rng.normal(0, 0.1, 2_000), y)) > 0.99
    assert min(orders(np.abs(rng.normal(size=2_000)) * np.where(y, 0.01, 1), y)) > 0.9  # not monotone, in the middle
    noise = rng.normal(size=(2_000, 3))
    best = stands_apart(np.column_stack([noise, y, y]), y)
    assert best is not None and best[0] in (3, 4)
    assert stands_apart(noise, y) is None


def test_a_sample_needs_enough_of_both_classes_and_takes_no_row_that_was_made_up():
    ids = np.arange(100)
    y = (ids < 25).astype(float)
    rows = sample(y, ids)
    assert rows is not None and sorted(rows) == sorted(ids)
    assert sample(y, np.where(ids < 10, -1, ids)) is None
    assert sample(np.zeros(100), ids) is None
