"""Counts against scikit-learn, costs against a plain loop, and one sentence for each bad input."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import confusion_matrix

from imbalance_lib.metrics import Costs, Counts, counts, row_costs, total_cost

labels = st.integers(1, 40).flatmap(lambda n: st.tuples(*[arrays(np.int64, n, elements=st.integers(0, 1))] * 2))
FLAT = Costs(tn=0, fp=5, fn=100, tp=5)


@given(labels)
def test_counts_are_those_of_scikit_learn(pair):
    y_true, y_pred = pair
    assert counts(y_true, y_pred) == tuple(confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel())


@given(labels, st.tuples(*[st.floats(-1e3, 1e3)] * 4))
def test_total_with_four_numbers_is_counts_times_costs(pair, cells):
    tn, fp, fn, tp = cells
    total = total_cost(*pair, Costs(tn=tn, fp=fp, fn=fn, tp=tp))
    assert total == pytest.approx(np.dot(counts(*pair), cells), abs=1e-6)


@given(labels, st.integers(0, 2**32 - 1))
def test_total_with_costs_by_row_is_a_plain_loop(pair, seed):
    y_true, y_pred = pair
    rng = np.random.default_rng(seed)
    tn, fp, fn, tp = rng.normal(size=(4, len(y_true)))
    expected = 0.0
    for row, (true, pred) in enumerate(zip(y_true, y_pred, strict=True)):
        expected += {(0, 0): tn, (0, 1): fp, (1, 0): fn, (1, 1): tp}[(true, pred)][row]
    costs = Costs(tn=tn, fp=fp, fn=fn, tp=tp)
    assert total_cost(y_true, y_pred, costs) == pytest.approx(expected)
    assert row_costs(y_true, y_pred, costs).sum() == pytest.approx(expected)


def test_a_review_costs_on_true_alerts_too():
    assert total_cost([1], [1], FLAT) == 5


def test_taken_rows_keep_their_own_costs():
    costs = Costs(tn=0, fp=5, fn=[10.0, 20.0, 30.0], tp=5)
    assert total_cost([1, 1], [0, 0], costs.take([2, 0])) == 40
    assert total_cost([1, 1], [0, 0], costs.take(pd.RangeIndex(2))) == 30


@pytest.mark.parametrize(
    "y_true, y_pred",
    [([True, False], [1.0, 0.0]), (pd.Series([1, 0], index=[7, 9]), np.array([1, 0], dtype=np.int8))],
)
def test_other_spellings_of_0_and_1_are_labels(y_true, y_pred):
    assert counts(y_true, y_pred) == Counts(tn=1, fp=0, fn=0, tp=1)


@pytest.mark.parametrize(
    "y_true, y_pred, names",
    [
        ([0, 1], [0, 1, 1], "y_true has 2 rows and y_pred has 3"),
        ([], [], r"y_true has the shape \(0,\)"),
        ([[0, 1]], [[0, 1]], r"y_true has the shape \(1, 2\)"),
        (1, 0, r"y_true has the shape \(\)"),
        ([0, 2], [0, 1], "y_true holds 2 at row 1"),
        ([0, 1], [0, -1], "y_pred holds -1 at row 1"),
        ([0, 1], [0.0, np.nan], "y_pred holds nan at row 1"),
        ([0, 1], [0, None], "y_pred holds int values"),
        ([0, 1], [0.1, 0.9], "y_pred holds 0.1 at row 0.*scores instead of decisions"),
        (["no", "yes"], [0, 1], "y_true holds str"),
        (pd.Series(["no", "yes"]), [0, 1], "y_true holds str"),
        ([0, 1], [[0], [1, 1]], "y_pred has rows of different lengths"),
    ],
)
def test_bad_labels_get_one_sentence(y_true, y_pred, names):
    with pytest.raises(ValueError, match=names) as error:
        counts(y_true, y_pred)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("cell", ["five", None, np.nan, np.inf, [], [1.0, np.nan], [[1.0]], True, ["a"], [[1], [1, 2]]])
def test_bad_costs_get_one_sentence(cell):
    with pytest.raises(ValueError, match="costs.fn") as error:
        Costs(tn=0, fp=1, fn=cell, tp=1)
    assert "\n" not in str(error.value)


def test_costs_of_unequal_or_wrong_length_are_refused():
    with pytest.raises(ValueError, match=r"lengths \[2, 3\]"):
        Costs(tn=0, fp=[1.0, 2.0], fn=[1.0, 2.0, 3.0], tp=0)
    with pytest.raises(ValueError, match="costs.fn has 3 numbers and y_true has 2 rows"):
        total_cost([0, 1], [0, 1], Costs(tn=0, fp=1, fn=[1.0, 2.0, 3.0], tp=0))
    with pytest.raises(ValueError, match="costs is a dict"):
        total_cost([0, 1], [0, 1], {"fp": 5, "fn": 100})


def test_no_cell_has_a_default():
    with pytest.raises(TypeError, match="tp"):
        Costs(tn=0, fp=5, fn=100)
