"""Divisions: no row on both sides, no group on both sides, no future in training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbalance_lib.comparison.folds import folds


def labels(n, share, seed):
    y = (np.random.default_rng(seed).random(n) < share).astype(int)
    y[:12] = 1
    return np.random.default_rng(seed).permutation(y)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 4), st.booleans(), st.booleans())
def test_sides_stay_apart(seed, n_folds, timed, grouped):
    rng = np.random.default_rng(seed)
    y = labels(200, 0.1, seed)
    time = np.sort(rng.integers(0, 60, 200)).astype(float) if timed else None
    groups = rng.integers(0, 80, 200) if grouped else None
    for train, test in folds(y, time=time, groups=groups, n_folds=n_folds, random_state=seed):
        assert len(train) and len(test) and not np.intersect1d(train, test).size
        assert y[train].any() and y[test].any()
        if time is not None:
            assert time[train].max() < time[test].min()
        elif groups is not None:
            assert not np.isin(groups[train], groups[test]).any()


@pytest.mark.parametrize("groups", [None, np.arange(200) // 3])
def test_without_time_every_row_is_tested_once(groups):
    y = labels(200, 0.1, 1)
    tested = np.concatenate([test for _, test in folds(y, groups=groups)])
    assert np.array_equal(np.sort(tested), np.arange(200))


def test_with_time_the_tested_stretches_follow_each_other_and_share_the_positives():
    y = labels(400, 0.2, 3)
    found = folds(y, time=np.arange(400.0), n_folds=3)
    assert np.array_equal(np.concatenate([test for _, test in found]), np.arange(found[0][1][0], 400))
    shares = [y[test].sum() / y.sum() for _, test in found]
    assert shares == pytest.approx([0.25] * 3, abs=0.02)


def test_the_same_seed_gives_the_same_folds_and_another_does_not():
    y = labels(200, 0.1, 0)
    a, b, c = (folds(y, random_state=k)[0][1] for k in (0, 0, 1))
    assert np.array_equal(a, b) and not np.array_equal(a, c)


def test_what_cannot_be_divided_is_said():
    with pytest.raises(ValueError, match="y has 2 positives; 3 folds need at least 6"):
        folds(np.array([1, 1, 0, 0, 0]))
    with pytest.raises(ValueError, match="time is not in order"):
        folds(labels(50, 0.2, 0), time=np.arange(50)[::-1])


def test_within_one_moment_rows_are_divided_as_without_time():
    y, groups = labels(90, 0.3, 0), np.arange(90) // 2
    for whose in (None, groups):
        for (a, b), (c, d) in zip(folds(y, time=np.zeros(90), groups=whose), folds(y, groups=whose), strict=True):
            assert np.array_equal(a, c) and np.array_equal(b, d)


def test_coarse_time_is_cut_between_moments():
    y, time = labels(300, 0.2, 5), np.repeat(np.arange(6.0), 50)
    found = folds(y, time=time)
    assert len(found) == 3 and all(time[test].min() > time[train].max() for train, test in found)
