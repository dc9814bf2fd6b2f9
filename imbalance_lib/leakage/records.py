"""Records what the names of a program hold, to tell one run from another."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.choices import MOST_EACH, Choices
from imbalance_lib.leakage.made import Made
from imbalance_lib.leakage.rows import FEWEST, Lineage
from imbalance_lib.leakage.values import DEBUG, as_array, n_rows, row_hash, shape_of
from imbalance_lib.leakage.watch import Watch

MOST_ALL, LARGEST = 6000, 3_000_000
MOST_CUTS = 3  # of one line, called from one place; more are a curve, which nobody chose from


@dataclass
class Record:
    """What a name held once: enough to tell whether, and in which rows, it held something else in another run."""

    cell: int | None
    line: int
    name: str
    nth: int  # of the same line and name
    after: int  # events so far
    ids: NDArray[np.int64] | None
    rows: NDArray[np.uint64] | None  # a hash a row
    value: Any  # of a number, a string, a short vector
    dims: int
    numbers: NDArray[np.float64] | None = None  # of one column: the values
    of_labels: bool = False
    width: int = 1  # columns
    path: tuple[int, ...] = ()  # of decisions: the lines of the program that were running


class Records(Choices):
    """What is called when a value gets a name or changes in place."""

    def __init__(self, watch: Watch, cell: int | None = None) -> None:
        super().__init__(watch, cell)
        self.records: list[Record] = []
        self._nth: dict[tuple, int] = defaultdict(int)
        self._nth_from: dict[tuple, int] = defaultdict(int)
        self.grown: dict[int, tuple[list, Lineage]] = {}  # lists that predictions or labels were put into
        self.late: Callable[[Any, Lineage], Any] | None = None  # may replace what stands apart: held-out labels
        self._busy = False
        self.made = watch.made = Made(watch)

    def store(self, line: int, names: str, value: Any) -> Any:
        """A value gets a name (or several, by unpacking)."""
        parts = names.split(",")
        if len(parts) > 1 and isinstance(value, (tuple, list)) and len(value) == len(parts):
            self._quietly(self._paired, value)
            for name, item in zip(parts, value, strict=True):
                self._quietly(self.made.named, name, item)
            items = [self._record(line, name, item) for name, item in zip(parts, value, strict=True)]
            if any(new is not old for new, old in zip(items, value, strict=True)):
                return type(value)(items) if isinstance(value, (list, tuple)) else value
            return value
        if isinstance(value, (tuple, list)) and names == "return" and 1 < len(value) <= 8:
            for k, item in enumerate(value):
                self._record(line, f"return[{k}]", item)
            return value
        self._quietly(self.made.named, parts[0], value)
        return self._record(line, parts[0], value)

    def _paired(self, values: Any) -> None:
        """`X, y = ...`: where the rows of one are known and the other has as many, they are the same rows."""
        found = [self.watch.ledger.look(v) if bool(shape_of(v)) else None for v in values]
        known = next((f for f in found if f is not None), None)
        if known is None:
            self.made.paired(values)
        for v, f in zip(values, found, strict=True):
            if f is None and known is not None and bool(shape_of(v)) and n_rows(v) == len(known.ids):
                self.watch.ledger.know(v, known)

    def touch(self, line: int, name: str, value: Any) -> None:
        """An object may have changed in place."""
        if bool(shape_of(value)):
            self._quietly(self.made.named, name, value)
            self._record(line, name, value)

    def _later(self, value: Any) -> Any:
        """The value itself, or what takes its place in a run with replaced labels."""
        if self.late is None or not bool(shape_of(value)):
            return value
        lineage = self.watch.ledger.identity(value)
        new = self._quietly(self.late, value, lineage) if lineage is not None else None
        if new is None:
            return value
        self.watch.ledger.know(new, lineage)
        return new

    def _record(self, line: int, name: str, value: Any) -> Any:
        value = self._later(value)
        self._quietly(self._make, line, name, value)
        return value

    def _make(self, line: int, name: str, value: Any) -> Record | None:
        key = (self.cell, line, name)
        self._nth[key] += 1
        path = self.watch.path() if _decides(value) else ()
        self._nth_from[*key, path] += 1
        seldom = bool(path) and self._nth_from[*key, path] <= MOST_CUTS + 1  # a sweep may be called from elsewhere
        if self._nth[key] > MOST_EACH and not seldom or len(self.records) > MOST_ALL:
            return None
        ids = rows = numbers = None
        plain: Any = None
        dims = 0
        n = n_rows(value)
        if isinstance(value, (bool, int, float, str, np.generic)):
            plain = value if isinstance(value, str) else float(value) if np.isreal(value) else None
        elif bool(shape_of(value)) and n is not None:
            if int(np.prod([int(k) for k in value.shape])) > LARGEST:
                return None
            array = as_array(value)
            if array is None or not array.shape or not array.shape[0]:
                return None
            dims = len(array.shape)
            lineage = self.watch.ledger.look(value) if n >= FEWEST else None
            ids = lineage.ids if lineage is not None else None
            rows = row_hash(array)
            if dims == 1 and not hasattr(array, "tocsr"):
                numbers = np.asarray(array, dtype=float)
        else:
            return None
        record = Record(self.cell, line, name, self._nth[key], len(self.watch.events), ids, rows, plain, dims, numbers)
        record.width = shape_of(value)[1] if dims == 2 else 1
        record.of_labels = dims == 1 and self.of_labels(value)
        record.path = path
        self.records.append(record)
        return record

    def _quietly(self, function: Callable, *args: Any) -> Any:
        """Our own work must not disturb the program: no error, no warning, no watching of ourselves."""
        if self._busy:
            return None
        self._busy = True
        self.watch._quiet += 1
        try:
            return function(*args)
        except Exception:
            if DEBUG:
                raise
            return None
        finally:
            self.watch._quiet -= 1
            self._busy = False


def _decides(value: Any) -> bool:
    """Is this a yes or no for each row?"""
    return len(shape_of(value)) == 1 and getattr(getattr(value, "dtype", None), "kind", "") == "b"
