"""Row identity: hashes, look-ups, views, and what they must not confuse."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from imbalance_lib.leakage.numbers import UNKNOWN, Hashes, distinct, real, shared
from imbalance_lib.leakage.rerun import follows
from imbalance_lib.leakage.rows import Ledger, Lineage
from imbalance_lib.leakage.values import as_array, codes, row_hash

TABLES = arrays(np.float64, (12, 3), elements=st.floats(-1e6, 1e6, width=32))


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_a_row_keeps_its_hash_through_casts_and_sparse_forms(table) -> None:
    plain = row_hash(table)
    np.testing.assert_array_equal(plain, row_hash(table.astype(np.float32)))
    np.testing.assert_array_equal(plain, row_hash(sparse.csr_matrix(table)))
    np.testing.assert_array_equal(plain, row_hash(np.asfortranarray(table)))
    np.testing.assert_array_equal(plain[::-1], row_hash(table[::-1]))


@settings(max_examples=60, deadline=None)
@given(TABLES, TABLES)
def test_hashes_are_equal_exactly_where_rows_are(a, b) -> None:
    same = (a.astype(np.float32) == b.astype(np.float32)).all(axis=1)
    np.testing.assert_array_equal(row_hash(a) == row_hash(b), same)


def test_zero_has_one_hash_and_so_has_a_gap() -> None:
    assert row_hash(np.array([[0.0, 1]])) == row_hash(np.array([[-0.0, 1]]))
    assert row_hash(np.array([[np.nan, 1]])) == row_hash(np.array([[-np.nan, 1]]))
    assert row_hash(np.array([[1.0, 2]])) != row_hash(np.array([[2.0, 1]]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), min_size=1, max_size=30),
    st.lists(st.integers(0, 10), max_size=10),
)
def test_a_lookup_is_that_of_a_dictionary_and_shy_where_rows_share_a_hash(known, wanted) -> None:
    hashes = Hashes(np.array([h for h, _ in known], dtype=np.uint64), np.array([row for _, row in known]))
    asked = np.array(wanted, dtype=np.uint64)
    rows = [{row for h, row in known if h == w} for w in wanted]
    assert hashes.rows(asked).tolist() == [min(r) if len(r) == 1 else UNKNOWN for r in rows]
    assert hashes.hold(asked).tolist() == [bool(r) for r in rows]


@given(st.lists(st.integers(-4, 12), max_size=20))
def test_sets_of_row_numbers_are_those_of_numpy(numbers) -> None:
    ids = np.array(numbers, dtype=np.int64)
    assert distinct(ids).tolist() == np.unique(ids).tolist()
    assert real(ids).tolist() == np.unique(ids[ids >= 0]).tolist()
    assert shared(distinct(ids), distinct(ids // 2)).tolist() == np.intersect1d(ids, ids // 2).tolist()


def test_a_frame_of_numbers_is_read_like_its_columns() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, np.nan], "c": [True, False]})
    np.testing.assert_array_equal(as_array(frame), np.column_stack([codes(frame[name]) for name in frame]))
    read = as_array(frame[["b"]])
    frame.loc[0, "b"] = 7.0
    assert read[0, 0] == 0.5  # what was read stays


@pytest.fixture
def book() -> tuple[Ledger, pd.DataFrame, np.ndarray]:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(40, 4)), columns=list("abcd"))
    ledger = Ledger()
    ledger.adopt("table", [frame])
    array = frame.to_numpy().copy()
    ledger.adopt("array", [array])
    return ledger, frame, array


PART = np.r_[30:38, 3:9]


@pytest.mark.parametrize(
    "taken",
    [
        lambda f: f.iloc[PART],
        lambda f: f.iloc[PART].reset_index(drop=True),
        lambda f: f.iloc[PART].to_numpy(),
        lambda f: f.iloc[PART].to_numpy().astype(np.float32),
        lambda f: f.iloc[PART][["d", "b"]].to_numpy(),
        lambda f: np.c_[np.ones(len(PART)), f.iloc[PART]["c"], f.iloc[PART]["a"]],
        lambda f: sparse.csr_matrix(f.iloc[PART].to_numpy()),
        lambda f: f.iloc[PART].assign(e=1),
        lambda f: f["a"].iloc[PART],
    ],
)
def test_rows_are_found_again(book, taken) -> None:
    ledger, frame, _ = book
    found = ledger.look(taken(frame))
    assert found is not None and (found.ids % 40).tolist() == PART.tolist()


@pytest.mark.parametrize("key", [slice(3, 30), slice(None, None, 2), slice(None, None, -1), (slice(5, 20), 2)])
def test_a_view_tells_its_rows(book, key) -> None:
    ledger, _, array = book
    view = array[key]
    rows = np.arange(40, 80)[key[0] if isinstance(key, tuple) else key]
    found = ledger.identity(view)
    assert found is not None and found.ids.tolist() == rows.tolist()


@pytest.mark.parametrize(
    "stranger", [np.random.default_rng(1).normal(size=(14, 4)), pd.DataFrame({"a": np.arange(14.0)}), np.ones((14, 4))]
)
def test_a_stranger_is_not_taken_for_a_row(book, stranger) -> None:
    assert book[0].look(stranger) is None


def test_repeated_rows_are_not_told_apart_by_content() -> None:
    table = np.random.default_rng(0).normal(size=(20, 3))
    table[10:] = table[:10]
    ledger = Ledger()
    ledger.adopt("table", [table])
    found = ledger.look(np.array(table[4:16]))
    assert found is None or (found.ids == UNKNOWN).all()


def test_a_changed_index_moves_the_rows_with_it(book) -> None:
    ledger, frame, _ = book
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas 3.1 will do away with inplace; programs still use it
        frame.sort_values("a", inplace=True)
    found = ledger.look(frame)
    assert found is not None and found.ids.tolist() == frame.index.tolist()


def test_the_dead_are_not_mistaken_for_the_living() -> None:
    ledger = Ledger()
    for _ in range(50):
        array = np.random.default_rng(0).normal(size=7)
        ledger.know(array, Lineage(np.arange(7)))
        del array
    assert all(ledger.identity(np.zeros(7)) is None for _ in range(50))


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "north", "1", "2.5", "nan"])), min_size=1))
def test_words_become_numbers_that_equal_words_share_in_every_table(words):
    column = pd.Series(words, dtype=object)
    mine, elsewhere = codes(column), codes(pd.Series(["other", *words], dtype=object))[1:]
    assert np.array_equal(np.isnan(mine), column.isna())
    numbers = pd.to_numeric(column, errors="coerce")
    if numbers.notna().sum() == column.notna().sum():
        assert np.array_equal(mine, numbers.to_numpy(), equal_nan=True)
    else:
        assert np.array_equal(mine, elsewhere, equal_nan=True)
        known = column.dropna()
        assert len(np.unique(mine[known.index])) == known.nunique()


def test_labels_in_another_order_are_told_from_labels_and_from_another_target():
    rng = np.random.default_rng(0)
    y, other = rng.permutation(np.repeat([1, 0], [60, 340])), rng.permutation(np.repeat([1, 0], [160, 240]))
    ledger = Ledger()
    root = ledger.adopt("table", [rng.normal(size=(400, 3))])
    assert not ledger.shuffled(root.ids, y)  # nothing is known of labels yet
    ledger.note_labels(root.ids, y)
    assert ledger.shuffled(root.ids, rng.permutation(y))
    assert ledger.shuffled(root.ids[:300], rng.permutation(y)[:300])
    assert not ledger.shuffled(root.ids, y)
    assert not ledger.shuffled(root.ids, np.where(rng.random(400) < 0.05, 1 - y, y))  # a few are corrected
    assert not ledger.shuffled(root.ids, other)
    ledger.note_labels(root.ids, rng.permutation(y))
    assert np.array_equal(ledger.labels(root.ids), y)


def test_what_follows_unmoved_scores_is_told_from_what_does_not():
    rng = np.random.default_rng(0)
    score = rng.integers(0, 60, 300) / 60  # with ties, as a forest's
    order = np.argsort(-score, kind="stable")
    top = np.zeros(300)
    top[order[:40]] = 1
    others = np.zeros(300)
    others[rng.choice(300, 40, replace=False)] = 1
    assert follows(top, score) and follows(1 - top, score) and follows(np.exp(score), score)
    assert not follows(others, score)
    assert not follows(rng.random(300), (score > 0.5).astype(float))  # scores do not follow a cut
