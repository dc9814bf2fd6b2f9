"""Which rows the result of an operation has: those of an operand, picked ones, joined ones."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.numbers import UNKNOWN
from imbalance_lib.leakage.records import Records
from imbalance_lib.leakage.rows import FEWEST, Lineage, agrees
from imbalance_lib.leakage.values import n_rows, shape_of

JOINS = ("concatenate", "vstack", "concat", "append", "hstack", "r_", "cat", "row_stack")
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


class SameRows(Records):
    """Gives results the rows they come from."""

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
            if isinstance(o, (list, tuple, dict)) and len(o) <= 64:
                candidates += [x for x in (o.values() if isinstance(o, dict) else o) if bool(shape_of(x))]
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

    def _column(self, base: Any, value: Any) -> None:
        self._column_of_scores(base, value)
        lineage = self.watch.ledger.look(base)
        if lineage is not None and n_rows(value) == len(lineage.ids):
            self.watch.ledger.know(value, lineage)
        elif lineage is None:
            self.made.link(value, (base,))

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


def _unknown(n: int) -> Lineage:
    return Lineage(np.full(n, UNKNOWN))


def _fresh(value: Any) -> bool:
    """Does a frame count its rows from 0, as after reset_index?"""
    index = value.index
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1
