"""Follows rows through the program's own array work, and records what its names hold.

The rewritten program (see `instrument`) calls these methods. Each first does what the program asked for.
"""

import operator
import sys
from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from imbalance_lib.leakage import outcome
from imbalance_lib.leakage.choices import PICKS
from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.rows import FEWEST
from imbalance_lib.leakage.same_rows import JOINS, SameRows
from imbalance_lib.leakage.seen import is_library
from imbalance_lib.leakage.values import n_rows, shape_of

ORDERED = (max, min, sorted)
VIEWS = (KeysView, ValuesView, ItemsView)
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
SIDE_BY_SIDE = ("column_stack", "hstack", "c_", "where", "stack", "select", "minimum", "maximum")
SHUFFLES = ("permutation", "sort", "permuted", "shuffled", "choice")


class Follower(SameRows):
    """The `__follow__` of a rewritten program."""

    slice = slice

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

    def _subscript(self, line: int, base: Any, key: Any, value: Any) -> None:
        owner = getattr(base, "obj", base)
        if type(base).__name__ == "CClass" and isinstance(key, tuple):  # np.c_
            self._same_rows(value, key, False)
            return
        if isinstance(key, (int, np.integer)):
            self._first_of_sorted(line, owner, value)
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
        if isinstance(base, pd.DataFrame) and isinstance(value, pd.Series):
            self._quietly(self._column_of_scores, base, value)
        if bool(shape_of(value)) and not callable(value) and bool(shape_of(base)):
            self._quietly(self._same_rows, value, (base,), False)
        return value

    def call(self, line: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`function(*args, **kwargs)`."""
        if getattr(function, "__name__", "") in ("query", "eval") and hasattr(function, "__self__"):
            if isinstance(function.__self__, pd.DataFrame):
                kwargs.setdefault("level", 1)  # pandas looks for @names in the caller's frame, one further out here
        if any(function is one for one in ORDERED) and len(args) == 1:
            if isinstance(args[0], Iterator) or isinstance(args[0], VIEWS) and "key" in kwargs:
                args = (list(args[0]),)  # to be looked at as well
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
                if len(scores) == 1 and id(value) not in self.watch.metric_values and not isinstance(value, dict):
                    new = value
                    if isinstance(value, tuple):  # what only passed through, as into a named tuple, stays what it was
                        new = tuple(v for v in value if not any(v is o for o in operands))
                    self.watch.value_of(scores[0], new)
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


def _all_rows(owner: Any, key: Any, value: Any) -> bool:
    """Does an index keep all rows in their order: `X[:, 3]`, `frame[["a", "b"]]`?"""
    if isinstance(key, slice):
        return key == slice(None)
    if isinstance(owner, pd.DataFrame) and isinstance(key, list) and isinstance(value, pd.DataFrame):
        return bool(value.index.equals(owner.index)) and all(k in owner.columns for k in key[:3])
    return False
