"""The cuts against every other cut, tried one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from imbalance_lib.metrics import Costs, total_cost
from imbalance_lib.thresholds import best_f1_threshold, cheapest_threshold

tables = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6)), min_size=2, max_size=30).filter(
    lambda rows: any(label for label, _ in rows)
)


def every_cut(scores):
    return [np.inf, *np.unique(scores)]


@given(tables, st.floats(0.1, 60))
def test_no_other_cut_is_cheaper(rows, ratio):
    y, score = (np.array(part) for part in zip(*rows, strict=True))
    costs = Costs(tn=0, fp=1, fn=ratio, tp=0)
    mine = total_cost(y, (score >= cheapest_threshold(y, score, ratio)).astype(int), costs)
    others = [total_cost(y, (score >= cut).astype(int), costs) for cut in every_cut(score)]
    assert mine == pytest.approx(min(others))


@given(tables)
def test_no_other_cut_has_a_better_f1(rows):
    y, score = (np.array(part) for part in zip(*rows, strict=True))
    mine = f1_score(y, score >= best_f1_threshold(y, score))
    assert mine == pytest.approx(max(f1_score(y, score >= cut, zero_division=0) for cut in every_cut(score)))


@given(tables, st.floats(0.1, 60))
def test_a_threshold_follows_the_scale_of_the_scores(rows, ratio):
    y, score = (np.array(part) for part in zip(*rows, strict=True))
    a, b = cheapest_threshold(y, score, ratio), cheapest_threshold(y, 2.0 * score + 8, ratio)
    assert b == pytest.approx(2 * a + 8)


def test_true_probabilities_are_cut_where_theory_says():
    rng = np.random.default_rng(0)
    p = rng.beta(0.5, 4, 200_000)
    y = (rng.random(len(p)) < p).astype(int)
    for ratio in (4, 10, 50):  # Elkan (2001): 1 / (1 + ratio)
        assert cheapest_threshold(y, p, ratio) == pytest.approx(1 / (1 + ratio), rel=0.35)


def test_a_miss_that_costs_next_to_nothing_flags_nobody():
    assert cheapest_threshold([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.15], 0.01) == np.inf


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (([0, 1], [0.1, 0.2], 0), "ratio is 0; it must be a number above 0"),
        (([0, 1], [0.1], 1), "y_score has the shape (1,); it must have one score for each of 2 rows"),
        (([0, 1], [0.1, np.nan], 1), "y_score holds something that is not a finite number"),
        (([0, 2], [0.1, 0.2], 1), "y_true holds 2 at row 1; it must hold only 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_said(given, says):
    with pytest.raises(ValueError) as caught:
        cheapest_threshold(*given)
    assert says in str(caught.value)
