"""How a set is divided: stratified, whole groups, or the past for training and the future for testing."""

import numpy as np
from numpy.typing import NDArray

Fold = tuple[NDArray[np.int64], NDArray[np.int64]]


def folds(
    y: NDArray,
    *,
    time: NDArray | None = None,
    groups: NDArray | None = None,
    n_folds: int = 3,
    random_state: int = 0,
) -> list[Fold]:
    """Positions of training and test rows, fold by fold.

    With `time` (rows in its order) each test part is a later stretch with its share of the positives, trained on all
    that was before it, without the groups that are tested; such folds know no randomness. With `groups` alone every
    group is on one side. Else stratified. Raises ValueError if there are too few positives for `n_folds`.
    """
    if int(np.sum(y)) < 2 * n_folds:
        raise ValueError(f"y has {int(np.sum(y))} positives; {n_folds} folds need at least {2 * n_folds}")
    if time is not None:
        return _forward(y, time, groups, n_folds)
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    return list(kind(n_folds, shuffle=True, random_state=random_state).split(np.zeros(len(y)), y, groups))


def _forward(y: NDArray, time: NDArray, groups: NDArray | None, n_folds: int) -> list[Fold]:
    """Stretches of time with equal numbers of positives; the first is only trained on."""
    if (np.diff(time) < 0).any():
        raise ValueError("time is not in order; rows must be sorted by it")
    positives = np.cumsum(y)
    found = []
    starts = [int(np.searchsorted(positives, positives[-1] * k / (n_folds + 1))) + 1 for k in range(1, n_folds + 1)]
    starts = [int(np.searchsorted(time, time[min(start, len(y) - 1)])) for start in starts]  # a moment is not divided
    for start, stop in zip(starts, [*starts[1:], len(y)], strict=True):
        train, test = np.arange(start), np.arange(start, stop)
        if groups is not None:
            train = train[~np.isin(groups[train], groups[test])]
        if len(test) and 0 < y[test].sum() < len(test) and 0 < y[train].sum() < len(train):
            found.append((train, test))
    if not found:
        raise ValueError("time has too few distinct moments to train on the past and test on the future")
    return found
