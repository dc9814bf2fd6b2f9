"""Follows rows through the program's own array work, and records what its names hold.

The rewritten program (see `instrument`) calls these methods. Each first does what the program asked for.
"""

import operator
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.typing import DataFrameGroupBy

from imbalance_lib.leakage import outcome
from imbalance_lib.leakage.choices import MOST_EACH, PICKS, Choices
from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.made import Made
from imbalance_lib.leakage.rows import FEWEST, UNKNOWN, Lineage, agrees
from imbalance_lib.leakage.values import as_array, n_rows, row_hash, shape_of
from imbalance_lib.leakage.watch import Watch, is_library

BINARY: dict[str, Callable] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv, "Mod": operator.mod,
    "FloorDiv": operator.floordiv, "Pow": operator.pow, "MatMult": operator.matmul, "BitAnd": operator.and_,
    "BitOr": operator.or_, "BitXor": operator.xor, "LShift": operator.lshift, "RShift": operator.rshift,
}  # fmt: skip
COMPARE: dict[str, Callable] = {
    "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt, "GtE": operator.ge, "Eq": operator.eq,
    "NotEq": operator.ne,
}  # fmt: skip
UNARY: dict[str, Callable] = {"USub": operator.neg, "UAdd": operator.pos, "Invert": operator.invert}
JOINS = ("concatenate", "vstack", "concat", "append", "hstack", "r_", "cat", "row_stack")
SIDE_BY_SIDE = ("column_stack", "hstack", "c_", "where", "stack", "select", "minimum", "maximum")
SHUFFLES = ("permutation", "sort", "permuted", "shuffled", "choice")
OF_GROUPS = (
    "agg",
    "aggregate",
    "first",
    "last",
    "mean",
    "median",
    "sum",
    "min",
    "max",
    "std",
    "var",
    "count",
    "nunique",
)
DEBUG = bool(os.environ.get("IMBALANCE_AUDIT_DEBUG"))  # the follower's own faults are raised
MOST_ALL, LARGEST = 6000, 3_000_000


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


class Follower(Choices):
    """The `__follow__` of a rewritten program."""

    slice = slice

    def __init__(self, watch: Watch, cell: int | None = None) -> None:
        super().__init__(watch, cell)
        self.records: list[Record] = []
        self._nth: dict[tuple, int] = defaultdict(int)
        self.grown: dict[int, tuple[list, Lineage]] = {}  # lists that predictions or labels were put into
        self.late: Callable[[Any, Lineage], Any] | None = None  # may replace what stands apart: held-out labels
        self._busy = False
        self.made = watch.made = Made(watch)

    # --- expressions ---

    def subscript(self, line: int, base: Any, key: Any) -> Any:
        """`base[key]`."""
        value = base[key]
        if isinstance(base, (dict, list, tuple, str)) or isinstance(key, str):
            if isinstance(base, (pd.DataFrame,)):
                self._quietly(self._column, base, value)
            elif isinstance(base, (list, tuple)) and isinstance(key, int):
                self._quietly(self._first_of_sorted, line, base, value)
            return self._later(value)
        self._quietly(self._subscript, line, base, key, value)
        return self._later(value)

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

    def _column(self, base: Any, value: Any) -> None:
        lineage = self.watch.ledger.look(base)
        if lineage is not None and n_rows(value) == len(lineage.ids):
            self.watch.ledger.know(value, lineage)
        elif lineage is None:
            self.made.link(value, (base,))

    def _first_of_sorted(self, line: int, base: Any, value: Any) -> None:
        entry = self.sorted_by.get(id(base))
        if entry is not None and entry[0] is base and entry[1].role == "sorted":
            chosen = self.select(line, [self.watch.events[k] for k in entry[1].children], "best")
            self._choose(value, frozenset({chosen.number}))

    def _subscript(self, line: int, base: Any, key: Any, value: Any) -> None:
        owner = getattr(base, "obj", base)
        if type(base).__name__ == "CClass" and isinstance(key, tuple):  # np.c_
            self._same_rows(value, key, False)
            return
        if isinstance(key, (int, np.integer)):
            entry = self.sorted_by.get(id(owner))
            if entry is not None and entry[0] is owner and entry[1].role == "sorted":
                chosen = self.select(line, [self.watch.events[k] for k in entry[1].children], "best")
                self._choose(value, frozenset({chosen.number}))
        if shape_of(value):
            if len(shape_of(owner)) == len(shape_of(key)) == 1 and n_rows(key) == n_rows(owner) and self._part(owner):
                places = getattr(getattr(key, "dtype", None), "kind", "") in "iu"
                self._met_labels(line, value, owner, key, places)  # labels of what was flagged, scores of positives
            self._made_of_labels(value, (owner,), picked=True)
            self._made_of_labels(value, key if isinstance(key, tuple) else (key,))  # `p[rows, y]`, `weight[y]`
        tag = self.watch.chosen_on(key) | self.watch.chosen_on(base)
        scores = self._scores((base,))
        if tag:
            self._choose(value, tag)
            if self._score_of(base) is not None and not shape_of(key):
                for k in self.watch.chosen_on(key):
                    self.watch.events[k].weighted = True  # the best value itself was taken
        if scores:
            self.watch.value_of(scores[0], value)
        if not bool(shape_of(value)):
            return
        lineage = self.watch.ledger.identity(owner)
        if lineage is None and isinstance(owner, (pd.DataFrame, pd.Series)):
            lineage = self.watch.ledger.look(owner)
        n = n_rows(value)
        first = key[0] if isinstance(key, tuple) and len(key) else key
        if lineage is None:
            if _all_rows(owner, first, value):
                self.made.link(value, (owner,))
                return
            if n is None or n < FEWEST or n > (n_rows(owner) or 0):
                return
            self.made.picked(owner, first)
            lineage = self.watch.ledger.identity(owner)
        if lineage is None:
            return
        if isinstance(owner, (pd.DataFrame, pd.Series)):
            if isinstance(base, (pd.DataFrame, pd.Series)) and n == len(lineage.ids) and value.index is owner.index:
                self._know(value, lineage)
                return
            rows = self._pandas_rows(owner, base, first, value)
        else:
            rows = self._array_rows(len(lineage.ids), first, n)
        if rows is not None and len(rows) == n and not self.watch.ledger.expanded(lineage.ids[rows]):
            picked = lineage.take(rows)
            if type(base).__name__ == "_LocIndexer" and self._of_groups(picked):
                return
            self._know(value, picked)

    def _of_groups(self, lineage: Lineage) -> bool:
        """Rows of a table by groups, some of them repeated: what groups have in common, given to other rows."""
        root = self.watch.ledger.root_of(int(lineage.ids.max())) if len(lineage.ids) else None
        return root is not None and root.derived and len(np.unique(lineage.ids)) < len(lineage.ids)

    def _pandas_rows(self, owner: Any, base: Any, key: Any, value: Any) -> NDArray | None:
        positions = np.arange(len(owner))
        shown = type(base).__name__
        if isinstance(key, (pd.Series, np.ndarray, list)) and len(key) == len(owner):
            mask = np.asarray(key)
            if mask.dtype == bool:
                return positions[mask]
        if shown == "_iLocIndexer":
            try:
                return np.atleast_1d(positions[np.asarray(key) if not isinstance(key, slice) else key])
            except (IndexError, TypeError):
                return None
        if isinstance(key, slice) and shown not in ("_LocIndexer",):
            return positions[key]
        if owner.index.is_unique and hasattr(value, "index"):
            found = owner.index.get_indexer(value.index)
            return found if (found >= 0).all() else None
        return None

    def _array_rows(self, length: int, key: Any, n: int | None) -> NDArray | None:
        positions = np.arange(length)
        if key is Ellipsis or key is None:
            return positions if n == length else None
        if isinstance(key, slice):
            return positions[key]
        if hasattr(key, "detach"):
            key = key.detach().cpu().numpy()
        picked = np.asarray(key)
        if picked.dtype.kind not in "biu" or picked.ndim == 0:
            return None
        try:
            return positions[picked.reshape(-1) if picked.dtype != bool else picked]
        except IndexError:
            return None

    def binary(self, line: int, op: str, left: Any, right: Any) -> Any:
        """`left op right`."""
        value = BINARY[op](left, right)
        self._quietly(self._combined, line, value, left, right, op)
        return value

    def _combined(self, line: int, value: Any, left: Any, right: Any, op: str) -> None:
        self._same_rows(value, (left, right), op == "MatMult")
        if op == "MatMult":
            outcome.note_by_hand(self.watch, left)
        if op in ("BitAnd", "BitOr", "BitXor", "Sub", "Mult") and len(shape_of(value)) == 1:
            self._met_labels(line, value, left, right)

    def adding(self, line: int, left: Any, right: Any) -> Any:
        """The right side of `left += right`: a list of predictions may grow by a batch."""
        if isinstance(left, list):
            self._quietly(self._grown, left, right, len(left))
        return right

    def _grown(self, whole: list, part: Any, before: int) -> None:
        """A list of `before` items has, or will have, the items of `part` behind them."""
        more = n_rows(part)
        entry = self.watch.ledger.identity(part)
        old = self.grown.get(id(whole))
        if more is None or entry is None and old is None:
            return
        first = old[1] if old is not None and old[0] is whole and len(old[1].ids) == before else _unknown(before)
        then = entry if entry is not None and len(entry.ids) == more else _unknown(more)
        lineage = Lineage(np.concatenate([first.ids, then.ids]), first.via | then.via)
        self.grown[id(whole)] = (whole, lineage)
        self.watch.ledger.know(whole, lineage)

    def compare(self, line: int, op: str, left: Any, right: Any, choosing: bool) -> Any:
        """`left op right`; `choosing` where the outcome decides what is stored."""
        value = COMPARE[op](left, right)
        self._quietly(self._compared, line, value, left, right, choosing)
        return value

    def _compared(self, line: int, value: Any, left: Any, right: Any, choosing: bool) -> None:
        if n_rows(value):
            self._same_rows(value, (left, right), False)
            if len(shape_of(value)) == 1:
                self._met_labels(line, value, left, right)
                if not bool(shape_of(right)) or not shape_of(right):
                    self._make(line, "<compare>", value)
            return
        if choosing:
            mine, theirs = self._score_of(left), self._score_of(right)
            if mine is not None and theirs is not None:
                self.select(line, [mine, theirs], "compare")

    def unary(self, line: int, op: str, operand: Any) -> Any:
        """`op operand`."""
        value = UNARY[op](operand)
        self._quietly(self._same_rows, value, (operand,), False)
        return value

    def attribute(self, line: int, base: Any, name: str) -> Any:
        """`base.name`."""
        value = getattr(base, name)
        if bool(shape_of(value)) and not callable(value) and bool(shape_of(base)):
            self._quietly(self._same_rows, value, (base,), False)
        return value

    def call(self, line: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`function(*args, **kwargs)`."""
        if getattr(function, "__name__", "") in ("query", "eval") and hasattr(function, "__self__"):
            if isinstance(function.__self__, pd.DataFrame):
                kwargs.setdefault("level", 1)  # pandas looks for @names in the caller's frame, one further out here
        value = function(*args, **kwargs)
        self._quietly(self._called, line, function, args, kwargs, value)
        return value

    def _called(self, line: int, function: Any, args: tuple, kwargs: dict, value: Any) -> None:
        name = getattr(function, "__name__", type(function).__name__)
        bound = getattr(function, "__self__", None)
        if isinstance(bound, type(sys)) or isinstance(bound, type):
            bound = None
        operands = ((bound,) if bound is not None else ()) + args + tuple(kwargs.values())
        if name in PICKS:
            self._picked(line, name, operands, value)
        else:
            scores = self._scores(operands)
            if scores and not isinstance(value, (str, bool, int, type(None))):
                if len(scores) == 1 and id(value) not in self.watch.metric_values:
                    self.watch.value_of(scores[0], value)
                if bool(shape_of(value)) or isinstance(value, dict):
                    holder = Event(-1, "order", name, None, children=[e.number for e in scores])
                    self.sorted_by.setdefault(id(value), (value, holder))
            elif not scores and not is_library(getattr(getattr(function, "__code__", None), "co_filename", "<frozen")):
                self._by_hand(name, args, tuple(kwargs.values()), value)
            tags = frozenset().union(*(self.watch.chosen_on(o) for o in operands))
            if tags:
                self._choose(value, tags)
        if name == "tolist" and isinstance(value, list) and bool(shape_of(bound)):
            lineage = self.watch.ledger.identity(bound)
            if lineage is not None and len(lineage.ids) == len(value):
                self.watch.ledger.know(value, lineage)
        if name == "extend" and isinstance(bound, list) and args and n_rows(args[0]) is not None:
            self._grown(bound, args[0], len(bound) - (n_rows(args[0]) or 0))
        if not bool(shape_of(value)) or isinstance(value, np.generic):
            return
        if self.watch.ledger.identity(value) is not None:
            return
        if name in JOINS and self._joined(name, operands, kwargs, value):
            return
        if name in ("repeat", "tile", "take", "delete", "compress") and self._same_function(
            function, bound, args, kwargs, value
        ):
            return
        if isinstance(bound, DataFrameGroupBy) and isinstance(value, pd.DataFrame):
            self._grouped(name, bound, value)
        self._same_rows(value, operands, False, name in SHUFFLES, lists=name in SIDE_BY_SIDE, bound=bound)

    def _grouped(self, name: str, groups: Any, value: pd.DataFrame) -> None:
        """One row a group: rows that are no rows of the table they come from are a table of their own."""
        ledger = self.watch.ledger
        if name not in OF_GROUPS or not FEWEST < len(value) < len(groups.obj) or ledger.look(groups.obj) is None:
            return
        if name not in ("first", "last") or ledger.look(value) is None:
            ledger.adopt("a table by groups", [value], here=True).derived = True

    def _joined(self, name: str, operands: tuple, kwargs: dict, value: Any) -> bool:
        parts = next((list(o) for o in operands if isinstance(o, (list, tuple)) and len(o)), None)
        if parts is None and name == "append":
            parts = [o for o in operands[:2] if bool(shape_of(o))]
        if not parts:
            return False
        lengths = [n_rows(p) for p in parts]
        if any(k is None for k in lengths) or sum(k or 0 for k in lengths) != n_rows(value):
            return False
        found = [self.watch.ledger.look(p) for p in parts]
        if not any(found):
            return False
        ids = [f.ids if f is not None else np.full(k or 0, UNKNOWN) for f, k in zip(found, lengths, strict=True)]
        via = frozenset().union(*(f.via for f in found if f is not None))
        self._know(value, Lineage(np.concatenate(ids), via))
        return True

    def _same_function(self, function: Any, bound: Any, args: tuple, kwargs: dict, value: Any) -> bool:
        """np.repeat, np.tile and such: done to the row numbers as well."""
        base = bound if bool(shape_of(bound)) else (args[0] if args else None)
        lineage = self.watch.ledger.look(base) if base is not None else None
        if lineage is None:
            return False
        rest = args if base is bound else args[1:]
        name = function.__name__
        if name == "tile":
            times = rest[0][0] if isinstance(rest[0], tuple) else rest[0]
            ids = np.tile(lineage.ids, times)
        else:
            first = kwargs.get("repeats", kwargs.get("indices", rest[0] if rest else None))
            if hasattr(base, "detach") and name == "repeat":
                ids = np.tile(lineage.ids, int(rest[0]))
            else:
                ids = getattr(np, name)(lineage.ids, np.asarray(first) if not isinstance(first, int) else first)
        if len(ids) != n_rows(value):
            return False
        if not self.watch.ledger.expanded(ids):
            self._know(value, Lineage(ids, lineage.via))
        return True

    def _same_rows(
        self,
        value: Any,
        operands: tuple,
        left_only: bool,
        shuffled: bool = False,
        lists: bool = False,
        bound: Any = None,
    ) -> None:
        """A result with as many rows as an operand has that operand's rows, unless content says otherwise."""
        self._tags(value, operands)
        self._made_of_labels(value, operands)
        n = n_rows(value)
        if n is None or n < FEWEST or not bool(shape_of(value)):
            return
        if self.watch.ledger.identity(value) is not None:
            return
        candidates = list(operands)
        for o in operands:
            if isinstance(o, (list, tuple)) and len(o) <= 64:
                candidates += [x for x in o if bool(shape_of(x))]
        candidates = [o for o in candidates if bool(shape_of(o)) or isinstance(o, list)]
        found: list[Lineage] = []
        via: frozenset[int] = frozenset()
        for o in candidates:
            lineage = self.watch.ledger.identity(o)
            if lineage is None:
                continue
            via |= lineage.via if not isinstance(o, pd.Series) or n_rows(o) == n else frozenset()
            if len(lineage.ids) == n:
                found.append(lineage)
            elif isinstance(value, (pd.DataFrame, pd.Series)) and isinstance(o, (pd.DataFrame, pd.Series)):
                by_labels = self._by_labels(value, o, lineage)
                if by_labels is not None:
                    found.append(by_labels)
            if left_only:
                break
        if not found:
            if not shuffled:
                self.made.link(value, operands[:1] if left_only else operands)
            if isinstance(value, (pd.DataFrame, pd.Series)):
                self.watch.ledger.look(value)
            return
        found.sort(key=lambda f: -(f.ids != UNKNOWN).mean())
        if isinstance(value, (pd.DataFrame, pd.Series)):
            for o in candidates:
                if isinstance(o, (pd.DataFrame, pd.Series)) and len(o) == n and not value.index.equals(o.index):
                    lineage = self.watch.ledger.look(o)
                    by_labels = self._by_labels(value, o, lineage) if lineage is not None else None
                    if by_labels is not None and not _fresh(value):
                        self._know(value, Lineage(by_labels.ids, by_labels.via | via))
                        return
        if isinstance(value, pd.DataFrame) and isinstance(bound, pd.DataFrame) and len(bound) == n and not shuffled:
            mine = self.watch.ledger.identity(bound)
            if mine is not None and agrees(value, bound, np.arange(n)):
                self._know(value, Lineage(mine.ids, via | mine.via))
                return
        if shuffled or (isinstance(value, pd.DataFrame) and _fresh(value) and bound is not None):
            content = self.watch.ledger._by_content(value) if len(shape_of(value)) == 2 else None
            if content is not None:
                self._know(value, Lineage(content.ids, content.via | via))
                return
            if shuffled:
                return
        if self._reordered(value, bound):
            self.watch.ledger.look(value)
            return
        self._know(value, Lineage(found[0].ids, via | found[0].via))

    def _reordered(self, value: Any, bound: Any) -> bool:
        """Did rows whose labels repeat change places, so that nothing but their content tells them?"""
        frames = isinstance(value, (pd.DataFrame, pd.Series)) and type(bound) is type(value)
        if not frames or len(bound) != len(value) or _fresh(value) or bound.index.is_unique:
            return False
        return not value.index.equals(bound.index)

    def _by_labels(self, value: Any, operand: Any, lineage: Lineage | None) -> Lineage | None:
        if lineage is None or not operand.index.is_unique or len(operand) != len(lineage.ids):
            return None
        try:
            positions = operand.index.get_indexer(value.index)
        except (TypeError, ValueError):
            return None
        if (positions < 0).any() or _fresh(value) and not len(value) == len(operand):
            return None
        return lineage.take(positions)

    def _know(self, value: Any, lineage: Lineage) -> None:
        self.watch.ledger.know(value, lineage, self.watch.place())

    # --- names ---

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
        for v, f in zip(values, found, strict=True):
            if f is None and known is not None and bool(shape_of(v)) and n_rows(v) == len(known.ids):
                self.watch.ledger.know(v, known)

    def touch(self, line: int, name: str, value: Any) -> None:
        """An object may have changed in place."""
        if bool(shape_of(value)):
            self._quietly(self.made.named, name, value)
            self._record(line, name, value)

    def _record(self, line: int, name: str, value: Any) -> Any:
        value = self._later(value)
        self._quietly(self._make, line, name, value)
        return value

    def _make(self, line: int, name: str, value: Any) -> Record | None:
        key = (self.cell, line, name)
        self._nth[key] += 1
        if self._nth[key] > MOST_EACH or len(self.records) > MOST_ALL:
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


def _all_rows(owner: Any, key: Any, value: Any) -> bool:
    """Does an index keep all rows in their order: `X[:, 3]`, `frame[["a", "b"]]`?"""
    if isinstance(key, slice):
        return key == slice(None)
    if isinstance(owner, pd.DataFrame) and isinstance(key, list) and isinstance(value, pd.DataFrame):
        return bool(value.index.equals(owner.index)) and all(k in owner.columns for k in key[:3])
    return False


def _unknown(n: int) -> Lineage:
    return Lineage(np.full(n, UNKNOWN))


def _fresh(value: Any) -> bool:
    """Does a frame count its rows from 0, as after reset_index?"""
    index = value.index
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1
