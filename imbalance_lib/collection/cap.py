"""Fewer rows of a large set, always the same ones."""

import numpy as np
from numpy.typing import NDArray

SEED = 20_260  # fixed: the collection does not move with the seed shift of a lesson
FEWEST_POSITIVES = 30


def capped(y: NDArray, max_rows: int, groups: NDArray | None = None) -> NDArray[np.int64]:
    """The rows to keep, in their order: at most `max_rows`, at random, with the prevalence kept.

    At least 30 positives stay (all, if there are fewer): where the share of `max_rows` would be less, the
    prevalence rises. Whole groups stay or go; then the prevalence holds up to the size of a group, and
    `max_rows` is exceeded only where 30 positives need it.
    """
    if len(y) <= max_rows:
        return np.arange(len(y))
    rng = np.random.default_rng(SEED)
    positives = min(int(y.sum()), max(FEWEST_POSITIVES, round(float(y.mean()) * max_rows)))
    if groups is None:
        rare, common = (rng.permutation(np.flatnonzero(y == label)) for label in (1, 0))
        return np.sort(np.concatenate([rare[:positives], common[: max_rows - positives]]))
    return _whole_groups(y, max_rows, groups, positives, rng)


def shuffled(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same rows in an order that says nothing: some files are sorted by outcome."""
    return np.random.default_rng(SEED).permutation(rows)


def _whole_groups(
    y: NDArray, max_rows: int, groups: NDArray, positives: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """First groups with positives until there are enough, then groups without, as long as they fit."""
    _, members = np.unique(groups, return_inverse=True)
    size, rare = np.bincount(members), np.bincount(members, weights=y)
    least = min(FEWEST_POSITIVES, int(y.sum()))
    kept = np.zeros(len(size), dtype=bool)
    rows = found = 0
    for group in sorted(rng.permutation(len(size)), key=lambda g: rare[g] == 0):
        enough = found >= positives if rare[group] else False
        if (not enough and rows + size[group] <= max_rows) or (rare[group] and found < least):
            kept[group] = True
            rows, found = rows + size[group], found + rare[group]
    return np.flatnonzero(kept[members])
