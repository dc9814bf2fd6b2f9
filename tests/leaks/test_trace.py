"""trace(): each leak is found with its line, each honest near-twin passes, and everything is put back."""

import warnings

import numpy as np
import pandas as pd
import pytest
import xgboost
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline as with_sampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier, StackingClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    RandomizedSearchCV,
    StratifiedKFold,
    TimeSeriesSplit,
    TunedThresholdClassifierCV,
    cross_val_predict,
    cross_val_score,
    cross_validate,
    train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder
from sklearn.semi_supervised import SelfTrainingClassifier

from imbalance_lib.leakage import trace
from imbalance_lib.leakage.findings import KINDS, Finding, merged

FOREST = RandomForestClassifier(8, random_state=0)


def data(n: int = 400, weight: float = 0.85) -> tuple[np.ndarray, np.ndarray]:
    return make_classification(n, 8, weights=[weight], random_state=0)


def split(X, y):
    return train_test_split(X, y, stratify=y, random_state=0)


# --- leaky, each beside its honest near-twin ------------------------------------------------------


def smote_first(X, y):
    X, y = SMOTE(random_state=0).fit_resample(X, y)
    A, B, a, b = split(X, y)
    return f1_score(b, clone(FOREST).fit(A, a).predict(B))


def smote_after(X, y):
    A, B, a, b = split(X, y)
    A, a = SMOTE(random_state=0).fit_resample(A, a)
    return f1_score(b, clone(FOREST).fit(A, a).predict(B))


def copies_before_cv(X, y):
    X, y = RandomOverSampler(random_state=0).fit_resample(X, y)
    return cross_val_score(FOREST, X, y, cv=StratifiedKFold(3))


def copies_inside_cv(X, y):
    return cross_val_score(with_sampler(RandomOverSampler(random_state=0), FOREST), X, y, cv=StratifiedKFold(3))


def balanced_test(X, y):
    A, B, a, b = split(X, y)
    B, b = RandomUnderSampler(random_state=0).fit_resample(B, b)
    return average_precision_score(b, clone(FOREST).fit(A, a).predict_proba(B)[:, 1])


def balanced_test_with_weights(X, y):
    A, B, a, b = split(X, y)
    n = (b == 0).sum() / (b == 1).sum()
    B, b = RandomUnderSampler(random_state=0).fit_resample(B, b)
    score = clone(FOREST).fit(A, a).predict_proba(B)[:, 1]
    return average_precision_score(b, score, sample_weight=np.where(b == 0, n, 1))


def scaled_first(X, y):
    A, B, a, b = split(StandardScaler().fit_transform(X), y)
    return clone(FOREST).fit(A, a).score(B, b)


def scaled_in_a_pipeline(X, y):
    A, B, a, b = split(X, y)
    return make_pipeline(StandardScaler(), FOREST).fit(A, a).score(B, b)


def imputed_and_rotated_first(X, y):
    X = X.astype(np.float32).copy()
    X[::7, 0] = np.nan
    Z = PCA(4).fit_transform(SimpleImputer().fit_transform(X))
    return cross_validate(FOREST, Z, y, cv=3)["test_score"]


def imputed_and_rotated_inside(X, y):
    X = X.astype(np.float32).copy()
    X[::7, 0] = np.nan
    return cross_validate(make_pipeline(SimpleImputer(), PCA(4), FOREST), X, y, cv=3)["test_score"]


def scaled_again(X, y):
    A, B, a, b = split(X, y)
    model = LogisticRegression().fit(StandardScaler().fit_transform(A), a)
    return model.score(StandardScaler().fit_transform(B), b)


def scaled_once(X, y):
    A, B, a, b = split(X, y)
    scaler = StandardScaler().fit(A)
    return LogisticRegression().fit(scaler.transform(A), a).score(scaler.transform(B), b)


def selected_first(X, y):
    return cross_val_score(LogisticRegression(), SelectKBest(k=3).fit_transform(X, y), y)


def selected_inside(X, y):
    return cross_val_score(make_pipeline(SelectKBest(k=3), LogisticRegression()), X, y)


def encoded_first(X, y):
    X = np.c_[TargetEncoder().fit_transform((X[:, :1] * 3).round(), y), X[:, 1:]]
    A, B, a, b = split(X, y)
    return LogisticRegression().fit(A, a).score(B, b)


def encoded_in_training(X, y):
    A, B, a, b = split(np.c_[(X[:, :1] * 3).round(), X[:, 1:]], y)
    encoder = TargetEncoder()
    A = np.c_[encoder.fit_transform(A[:, :1], a), A[:, 1:]]
    B = np.c_[encoder.transform(B[:, :1]), B[:, 1:]]
    return LogisticRegression().fit(A, a).score(B, b)


def fitted_on_all(X, y):
    _, B, _, b = split(X, y)
    return clone(FOREST).fit(X, y).score(B, b)


def refitted_after_the_score(X, y):
    A, B, a, b = split(X, y)
    score = clone(FOREST).fit(A, a).score(B, b)
    clone(FOREST).fit(X, y)
    return score


def two_splits(X, y):
    A, _, a, _ = train_test_split(X, y, random_state=1)
    _, B, _, b = train_test_split(X, y, random_state=2)
    return f1_score(b, clone(FOREST).fit(A, a).predict(B))


def one_split_twice(X, y):
    A, _, a, _ = train_test_split(X, y, random_state=1)
    _, B, _, b = train_test_split(X, y, random_state=1)
    return f1_score(b, clone(FOREST).fit(A, a).predict(B))


def repeated_rows(X, y):
    frame = pd.DataFrame(X).assign(y=y)
    both = pd.concat([frame, frame.sample(150, random_state=0)], ignore_index=True)
    A, B, a, b = split(both.drop(columns="y"), both["y"])
    return clone(FOREST).fit(A.to_numpy(), a).score(B.to_numpy(), b)


def repeated_training_rows(X, y):
    frame = pd.DataFrame(X).assign(y=y)
    A, B = train_test_split(frame, random_state=0)
    A = pd.concat([A, A.sample(150, random_state=0)], ignore_index=True)
    return clone(FOREST).fit(A.drop(columns="y").to_numpy(), A["y"]).score(B.drop(columns="y").to_numpy(), B["y"])


def calibrated_on_training(X, y):
    A, B, a, b = split(X, y)
    model = CalibratedClassifierCV(FrozenEstimator(clone(FOREST).fit(A, a))).fit(A, a)
    return average_precision_score(b, model.predict_proba(B)[:, 1])


def calibrated_apart(X, y):
    A, B, a, b = split(X, y)
    A, C, a, c = split(A, a)
    model = CalibratedClassifierCV(FrozenEstimator(clone(FOREST).fit(A, a))).fit(C, c)
    return average_precision_score(b, model.predict_proba(B)[:, 1])


def stopped_by_the_test(X, y):
    A, B, a, b = split(X, y)
    model = xgboost.XGBClassifier(n_estimators=30, early_stopping_rounds=3, n_jobs=1)
    return model.fit(A, a, eval_set=[(B, b)], verbose=False).score(B, b)


def stopped_by_a_third(X, y):
    A, B, a, b = split(X, y)
    A, C, a, c = split(A, a)
    model = xgboost.XGBClassifier(n_estimators=30, early_stopping_rounds=3, n_jobs=1)
    return model.fit(A, a, eval_set=[(C, c)], verbose=False).score(B, b)


def stopped_natively_by_the_test(X, y):
    A, B, a, b = split(X, y)
    train, test = xgboost.DMatrix(A, label=a), xgboost.DMatrix(B, label=b)
    words = {"objective": "binary:logistic", "nthread": 1}
    model = xgboost.train(words, train, 30, evals=[(test, "test")], early_stopping_rounds=3, verbose_eval=False)
    return average_precision_score(b, model.predict(test))


def watched_natively(X, y):
    A, B, a, b = split(X, y)
    train, test = xgboost.DMatrix(A, label=a), xgboost.DMatrix(B, label=b)
    words = {"objective": "binary:logistic", "nthread": 1}
    model = xgboost.train(words, train, 10, evals=[(test, "test")], verbose_eval=False)
    return average_precision_score(b, model.predict(test))


def fed_with_all(X, y):
    order, net = np.random.default_rng(0).permutation(len(y)), SGDClassifier(loss="log_loss", random_state=0)
    for batch in np.split(order[:389], range(48, 389, 48)):  # the last is too small to be known by its rows
        net.partial_fit(X[batch], y[batch], classes=[0, 1])
    return average_precision_score(y[order[300:]], net.decision_function(X[order[300:]]))


def fed_with_training_rows(X, y):
    order, net = np.random.default_rng(0).permutation(len(y)), SGDClassifier(loss="log_loss", random_state=0)
    for batch in np.split(order[:293], range(48, 293, 48)):
        net.partial_fit(X[batch], y[batch], classes=[0, 1])
    return average_precision_score(y[order[300:]], net.decision_function(X[order[300:]]))


def scaled_in_batches(X, y):
    A, B, a, b = split(X, y)
    scaler = StandardScaler()
    scaler.partial_fit(A)
    scaler.partial_fit(B)
    scaler.partial_fit(A)
    return clone(FOREST).fit(scaler.transform(A), a).score(scaler.transform(B), b)


def scaled_in_training_batches(X, y):
    A, B, a, b = split(X, y)
    scaler = StandardScaler()
    scaler.partial_fit(A[:200])
    scaler.partial_fit(A[200:])
    return clone(FOREST).fit(scaler.transform(A), a).score(scaler.transform(B), b)


def kept_warm_from_fold_to_fold(X, y):
    model, scores = GradientBoostingClassifier(n_estimators=0, warm_start=True, random_state=0), []
    for train, test in StratifiedKFold(3).split(X, y):
        model.n_estimators += 5
        scores.append(average_precision_score(y[test], model.fit(X[train], y[train]).predict_proba(X[test])[:, 1]))
    return scores


def kept_warm_within_a_fold(X, y):
    scores = []
    for train, test in StratifiedKFold(3).split(X, y):
        model = GradientBoostingClassifier(n_estimators=5, warm_start=True, random_state=0).fit(X[train], y[train])
        model.n_estimators = 10
        scores.append(average_precision_score(y[test], model.fit(X[train], y[train]).predict_proba(X[test])[:, 1]))
    return scores


TWINS = [
    ("resample-before-split", smote_first, smote_after),
    ("resample-before-split", copies_before_cv, copies_inside_cv),
    ("test-resampled", balanced_test, balanced_test_with_weights),
    ("preprocessing", scaled_first, scaled_in_a_pipeline),
    ("preprocessing", imputed_and_rotated_first, imputed_and_rotated_inside),
    ("refit-on-test", scaled_again, scaled_once),
    ("feature-selection", selected_first, selected_inside),
    ("target-encoding", encoded_first, encoded_in_training),
    ("overlap", fitted_on_all, refitted_after_the_score),
    ("overlap", two_splits, one_split_twice),
    ("overlap", fed_with_all, fed_with_training_rows),
    ("overlap", kept_warm_from_fold_to_fold, kept_warm_within_a_fold),
    ("preprocessing", scaled_in_batches, scaled_in_training_batches),
    ("duplicates", repeated_rows, repeated_training_rows),
    ("calibration", calibrated_on_training, calibrated_apart),
    ("early-stopping-on-test", stopped_by_the_test, stopped_by_a_third),
    ("early-stopping-on-test", stopped_natively_by_the_test, watched_natively),
]


@pytest.mark.parametrize("kind, leaky, honest", TWINS, ids=[t[1].__name__ for t in TWINS])
def test_a_leak_is_named_and_its_honest_twin_passes(kind, leaky, honest) -> None:
    with trace() as report:
        leaky(*data())
    assert kind in {f.kind for f in report.leaks}, report
    first, last = leaky.__code__.co_firstlineno, leaky.__code__.co_firstlineno + 12
    assert all(f.place is not None and f.place.file == "test_trace.py" for f in report.leaks)
    assert any(f.kind == kind and first < f.place.line < last for f in report.leaks if f.place)
    with trace() as report:
        honest(*data())
    assert report.scores and not report.leaks, report


# --- honest, and easily accused -------------------------------------------------------------------


def nested(X, y):
    inner = GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [0.1, 1]}, cv=3
    )
    return cross_val_score(inner, X, y, cv=3)


def grid_then_test(X, y):
    A, B, a, b = split(X, y)
    return GridSearchCV(FOREST, {"max_depth": [2, 4]}, cv=3).fit(A, a).score(B, b)


def random_search(X, y):
    A, B, a, b = split(X, y)
    search = RandomizedSearchCV(FOREST, {"max_depth": [2, 3, 4]}, n_iter=2, cv=3, random_state=0).fit(A, a)
    return f1_score(b, search.predict(B))


def best_score_of_a_search(X, y):
    return GridSearchCV(FOREST, {"max_depth": [2, 4]}, cv=3).fit(X, y).best_score_


def out_of_fold(X, y):
    return f1_score(y, cross_val_predict(make_pipeline(StandardScaler(), FOREST), X, y, cv=3))


def two_jobs(X, y):
    return cross_val_score(with_sampler(SMOTE(random_state=0), FOREST), X, y, cv=3, n_jobs=2)


def stacked(X, y):
    A, B, a, b = split(X, y)
    return StackingClassifier([("rf", clone(FOREST)), ("lr", LogisticRegression())], cv=3).fit(A, a).score(B, b)


def calibrated(X, y):
    A, B, a, b = split(X, y)
    return CalibratedClassifierCV(clone(FOREST), cv=3).fit(A, a).score(B, b)


def tuned_threshold(X, y):
    A, B, a, b = split(X, y)
    return f1_score(b, TunedThresholdClassifierCV(clone(FOREST), cv=3, random_state=0).fit(A, a).predict(B))


def training_score_beside(X, y):
    A, B, a, b = split(X, y)
    model = clone(FOREST).fit(A, a)
    return model.score(A, a), model.score(B, b)


def explored(X, y):
    pd.DataFrame(StandardScaler().fit_transform(X)).describe()
    A, B, a, b = split(X, y)
    return clone(FOREST).fit(A, a).score(B, b)


def discriminant_as_a_step(X, y):
    A, B, a, b = split(X, y)
    return make_pipeline(LinearDiscriminantAnalysis(), LogisticRegression()).fit(A, a).score(B, b)


def unscored_pool(X, y):
    pool, X, _, y = train_test_split(X, y, test_size=0.6, random_state=0)
    rotate = PCA(4).fit(pool)
    A, B, a, b = split(rotate.transform(X), y)
    return clone(FOREST).fit(A, a).score(B, b)


def categories(X, y):
    words = np.array(["a", "b", "c"])[(np.arange(len(y)) % 3)].reshape(-1, 1)
    X = np.c_[OneHotEncoder(sparse_output=False).fit_transform(words), X]
    A, B, a, b = split(X, y)
    return clone(FOREST).fit(A, a).score(B, b)


def natural_repeats(X, y):
    X, y = np.r_[X, X[:100]], np.r_[y, y[:100]]
    A, B, a, b = split(X, y)
    return clone(FOREST).fit(A, a).score(B, b)


def own_transformer(X, y):
    class Center(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = X.mean(0)
            return self

        def transform(self, X):
            return X - self.mean_

    return cross_val_score(make_pipeline(Center(), LogisticRegression()), X, y, cv=3)


def learned_after_it_was_scored(X, y):
    net = SGDClassifier(loss="log_loss", random_state=0)
    said = []
    for batch in np.split(np.arange(len(y)), 8):
        if said or batch[0]:
            said.append(average_precision_score(y[batch], net.decision_function(X[batch])))
        net.partial_fit(X[batch], y[batch], classes=[0, 1])
    return said


def solved_anew_from_a_warm_start(X, y):
    model = LogisticRegression(warm_start=True)
    folds = StratifiedKFold(3).split(X, y)
    return [model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]


HONEST = [
    learned_after_it_was_scored, solved_anew_from_a_warm_start, discriminant_as_a_step,
    nested, grid_then_test, random_search, best_score_of_a_search, out_of_fold, two_jobs, stacked, calibrated,
    tuned_threshold, training_score_beside, explored, unscored_pool, categories, own_transformer,
]  # fmt: skip


@pytest.mark.parametrize("honest", HONEST, ids=lambda f: f.__name__)
def test_honest_code_is_not_accused(honest) -> None:
    with trace() as report:
        honest(*data())
    assert report.scores and not report.leaks, report


def test_repeats_in_the_data_as_they_came_are_no_leak() -> None:
    X, y = data()
    X, y = np.r_[X, X[:100]], np.r_[y, y[:100]]
    with trace(X) as report:
        A, B, a, b = split(X, y)
        clone(FOREST).fit(A, a).score(B, b)
    assert report.scores and not report.leaks, report


# --- columns with a role --------------------------------------------------------------------------


def visits() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(300, 3)), columns=list("abc"))
    table["patient"], table["day"] = rng.integers(0, 80, 300), np.arange(300)
    table["known"] = table["day"] + 20
    table["y"] = (rng.random(300) < 0.3).astype(int)
    return table


@pytest.mark.parametrize(
    "kind, role, leaky, honest",
    [
        ("group", {"groups": "patient"}, KFold(3, shuffle=True, random_state=0), GroupKFold(3)),
        ("time", {"time": "day"}, KFold(3), TimeSeriesSplit(3)),
        ("label-delay", {"time": "day", "label_time": "known"}, TimeSeriesSplit(3), TimeSeriesSplit(3, gap=20)),
    ],
)
def test_declared_columns(kind, role, leaky, honest) -> None:
    table = visits()
    for splitter, expected in ((leaky, {kind}), (honest, set())):
        with trace(table, **role) as report:
            cross_val_score(LogisticRegression(), table[list("abc")], table["y"], groups=table["patient"], cv=splitter)
        assert {f.kind for f in report.leaks} == expected, report


def test_labels_that_are_not_known_yet_may_be_left_out() -> None:
    table, roles = visits(), {"time": "day", "label_time": "known"}
    past, ahead = table[:200], table[200:]
    for day, expected in ((200, set()), (210, {"label-delay"})):
        with trace(table, **roles) as report:
            model = SelfTrainingClassifier(LogisticRegression())
            model.fit(past[list("abc")], past["y"].where(past["known"] <= day, -1))
            f1_score(ahead["y"], model.predict(ahead[list("abc")]))
        assert {f.kind for f in report.leaks} == expected, report


# --- the watch itself -----------------------------------------------------------------------------


def test_everything_is_put_back_also_after_an_error() -> None:
    import sklearn.metrics

    before = (StandardScaler.fit, f1_score, sklearn.metrics.f1_score, pd.read_csv, KFold.split, np.loadtxt)
    with pytest.raises(ZeroDivisionError), trace():
        assert sklearn.metrics.f1_score is not before[2]
        _ = 1 / 0
    assert (StandardScaler.fit, f1_score, sklearn.metrics.f1_score, pd.read_csv, KFold.split, np.loadtxt) == before


def test_results_are_those_of_an_unwatched_run() -> None:
    plain = [honest(*data()) for honest in (nested, stacked, smote_after, stopped_by_a_third)]
    with trace():
        watched = [honest(*data()) for honest in (nested, stacked, smote_after, stopped_by_a_third)]
    for a, b in zip(plain, watched, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_fault_in_the_program_is_the_programs_own() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="inconsistent|Found input"), trace():
            LogisticRegression().fit(np.ones((10, 2)), np.ones(9))


def test_nothing_is_said_where_nothing_was_scored() -> None:
    with trace() as report:
        LogisticRegression().fit(*data())
    assert not report.findings and "nothing can be said" in repr(report)


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="tables holds"), trace([1, 2]):  # type: ignore[list-item]
        pass


def test_findings_of_one_line_are_told_once_with_all_scores() -> None:
    with trace() as report:
        X, y = data()
        A, B, a, b = split(StandardScaler().fit_transform(X), y)
        model = clone(FOREST).fit(A, a)
        model.score(B, b)
        f1_score(b, model.predict(B))
    (found,) = report.leaks
    assert len(found.scores) == 2 and found.severity == "minor" and KINDS[found.kind].repair in repr(report)
    assert merged([found, found]) == [found] and isinstance(found, Finding)


def test_in_a_kernel_the_cell_is_the_number_beside_it() -> None:
    import nbformat
    from nbclient import NotebookClient

    leaky = """import imbalance_lib as il
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler
with il.leakage.trace() as seen:
    X, y = make_classification(300, weights=[0.8], random_state=0)
    X = StandardScaler().fit_transform(X)
    model = LogisticRegression().fit(X[:200], y[:200])
    average_precision_score(y[200:], model.predict_proba(X[200:])[:, 1])
(found,) = seen.findings
print(found.place)"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in ("1 + 1", leaky)])
    NotebookClient(notebook, kernel_name="python3").execute()
    cell = notebook.cells[1]
    assert cell.execution_count == 2 and cell.outputs[0]["text"] == "notebook, cell 2, line 8\n"


@pytest.mark.parametrize("jobs, notes", [(2, ["n_jobs was ignored: everything ran as one job."]), (1, []), (None, [])])
def test_ignored_jobs_are_told_where_there_were_some(jobs, notes) -> None:
    X, y = make_classification(200, random_state=0)
    with trace() as seen:
        cross_val_score(LogisticRegression(), X, y, cv=3, n_jobs=jobs)
    assert list(seen.notes) == notes
