"""How a set is divided: stratified, whole groups, or the past for training and the future for testing."""

import numpy as np
from numpy.typing import NDArray

FEWEST = 6  # positives to train on

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
    that was before it; such folds know no randomness. Groups do not matter then: what a customer did before is known
    when the next payment is judged. Within few moments nothing is earlier or later, and rows are divided as without
    time. With `groups` every group is on one side. Else stratified. Raises ValueError if there are too few positives.
    """
    if int(np.sum(y)) < 2 * n_folds:
        raise ValueError(f"y has {int(np.sum(y))} positives; {n_folds} folds need at least {2 * n_folds}")
    forward = [] if time is None else _forward(y, time, n_folds)
    if forward:
        return forward
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    return list(kind(n_folds, shuffle=True, random_state=random_state).split(np.zeros(len(y)), y, groups))


def _forward(y: NDArray, time: NDArray, n_folds: int) -> list[Fold]:
    """Stretches of time with about equal numbers of positives; the first is only trained on."""
    if (np.diff(time) < 0).any():
        raise ValueError("time is not in order; rows must be sorted by it")
    moments = np.flatnonzero(np.diff(time)) + 1  # the first row of each moment but the first: no moment is divided
    if not len(moments):
        return []
    before = np.cumsum(y)[moments - 1]
    wanted = [y.sum() * k / (n_folds + 1) for k in range(1, n_folds + 1)]
    starts = sorted({int(moments[np.argmin(abs(before - share))]) for share in wanted})
    found = []
    for start, stop in zip(starts, [*starts[1:], len(y)], strict=True):
        positives = int(y[:start].sum())
        if FEWEST <= positives < start and 0 < y[start:stop].sum() < stop - start:
            found.append((np.arange(start), np.arange(start, stop)))
    return found
