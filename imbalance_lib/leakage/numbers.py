"""Row numbers: sets of them, and which row a hash belongs to."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

UNKNOWN = int(np.iinfo(np.int64).min)


def distinct(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row numbers in order, each once. Mostly they are so already, which is told sooner than `np.unique` would."""
    if len(ids) < 2 or (ids[1:] > ids[:-1]).all():
        return ids
    ordered = np.sort(ids)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])]


def real(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct rows of roots among some row numbers: not those that were made, nor the unknown."""
    return distinct(ids if (ids >= 0).all() else ids[ids >= 0])


def shared(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row numbers that two sets have in common."""
    return np.intersect1d(a, b, assume_unique=True)


def inside(some: NDArray, ordered: NDArray) -> NDArray[np.bool_]:
    """Which of some numbers are among others, which are in order."""
    return ordered[np.minimum(np.searchsorted(ordered, some), len(ordered) - 1)] == some


class Hashes:
    """The hashes of a table's rows, beside the row numbers they stand for."""

    def __init__(self, hashes: NDArray[np.uint64], ids: NDArray[np.int64]) -> None:
        self._hashes, self._ids = hashes, ids

    def __len__(self) -> int:
        return len(self._hashes)

    @cached_property
    def _ordered(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """Hashes in order, their row numbers, and how often the number changed up to each place."""
        order = np.argsort(self._hashes, kind="stable")
        numbers = self._ids[order]
        return self._hashes[order], numbers, np.concatenate([[0], np.cumsum(numbers[1:] != numbers[:-1])])

    def hold(self, wanted: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Is there a row with this hash?"""
        return inside(wanted, self._ordered[0])

    def rows(self, wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row number behind each hash; UNKNOWN where no row has it, or where rows of different numbers share it."""
        hashes, numbers, changes = self._ordered
        left, right = np.searchsorted(hashes, wanted, "left"), np.searchsorted(hashes, wanted, "right")
        first, last = np.minimum(left, len(numbers) - 1), np.maximum(right - 1, 0)
        same = (right > left) & (numbers[first] == numbers[last]) & (changes[first] == changes[last])
        return np.where(same, numbers[first], UNKNOWN)
