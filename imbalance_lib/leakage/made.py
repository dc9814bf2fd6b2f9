"""Tables that a program makes itself, of random numbers or row by row, where it reads none.

Arrays that come from each other row by row are a family. A family is a table as soon as its labels have a name that
says so, or one of its members is split or fitted on; in a rerun its held-out rows are replaced there, in place.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from imbalance_lib.leakage.rows import Lineage, Root, guess_label
from imbalance_lib.leakage.values import as_array, n_rows, row_hash, shape_of

if TYPE_CHECKING:
    from imbalance_lib.leakage.watch import Watch

NAME = "made by the program"
SAYS_LABEL = re.compile(r"(?i)^(y|targets?|labels?|outcomes?)(_?(all|full))?$")
LEAST = 30  # rows of a table
MOST_ROOTS, MOST_MEMBERS = 40, 600


@dataclass
class Family:
    """Arrays with the same rows: all of them, those that are tables, and those that are labels."""

    members: list[Any]
    tables: list[Any] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    labelled: bool = False


class Made:
    """Which arrays of unknown origin belong together, and since when they are a table."""

    def __init__(self, watch: "Watch") -> None:
        self.watch = watch
        self._families: dict[int, tuple[Any, Family]] = {}
        self._picked_by: dict[int, tuple[Any, list[Any]]] = {}  # what was indexed with one and the same array
        self._roots = 0

    @property
    def full(self) -> bool:
        """Are there more tables than are followed: a stream, batch by batch? Then which rows meet is not known."""
        return self._roots >= MOST_ROOTS

    def _open(self, thing: Any) -> bool:
        """May this become part of a table: enough rows, of unknown origin, in a program that reads nothing?"""
        ledger = self.watch.ledger
        return (
            not self.full
            and isinstance(thing, (np.ndarray, pd.DataFrame, pd.Series))
            and bool(shape_of(thing))
            and (n_rows(thing) or 0) >= LEAST
            and all(root.made_here for root in ledger.roots)
            and ledger.identity(thing) is None
        )

    def _family(self, thing: Any) -> Family:
        entry = self._families.get(id(thing))
        if entry is not None and entry[0] is thing:
            return entry[1]
        if len(self._families) > MOST_MEMBERS:  # a simulation in a loop
            self._families.clear()
        family = Family([thing])
        self._families[id(thing)] = (thing, family)
        return family

    def link(self, value: Any, operands: Any) -> None:
        """A result has the same rows as those operands that have as many."""
        if not self._open(value):
            return
        for o in _flat(operands):
            if o is value or n_rows(o) != n_rows(value) or not self._open(o):
                continue
            if isinstance(value, (pd.DataFrame, pd.Series)) and isinstance(o, (pd.DataFrame, pd.Series)):
                if not value.index.equals(o.index):  # shuffled or sorted: the labels of the index tell
                    self.settle(o)
                    continue
            self._unite(self._family(value), self._family(o))

    def _unite(self, one: Family, other: Family) -> None:
        if one is other:
            return
        one.members += other.members
        one.tables += other.tables
        one.labels += other.labels
        one.labelled |= other.labelled
        for member in other.members:
            self._families[id(member)] = (member, one)

    def named(self, name: str, value: Any) -> None:
        """An array got a name, or changed in place: with labels in the family it is a table from here on."""
        if isinstance(value, pd.DataFrame):
            self.watch.ledger.grew(value)
        if not self._open(value) or (self.watch.ledger.roots and self.watch.ledger.look(value) is not None):
            return
        family = self._family(value)
        if len(shape_of(value)) == 2:
            _add(family.tables, value)
            if isinstance(value, pd.DataFrame) and not self._results():
                family.labelled |= any(self._is_label(str(c)) and _binary(value[c]) for c in value.columns)
        elif self._is_label(name) and _binary(value):
            _add(family.labels, value)
            family.labelled = True
        if family.labelled:
            self._promote(family)

    def paired(self, values: Any) -> None:
        """`X, y = ...`: a table and, with as many rows, its labels."""
        tables = [v for v in values if len(shape_of(v)) == 2 and self._open(v)]
        labels = [v for v in values if len(shape_of(v)) == 1 and self._open(v) and _binary(v)]
        if len(tables) == len(labels) == 1 and n_rows(tables[0]) == n_rows(labels[0]):
            self._unite(self._family(tables[0]), self._family(labels[0]))
            _add(self._family(tables[0]).labels, labels[0])

    def _results(self) -> bool:
        """Has a model answered already? Then a frame with labels may be one of results."""
        return any(event.what == "predict" for event in self.watch.events)

    def _is_label(self, name: str) -> bool:
        return bool(SAYS_LABEL.match(name)) or name == self.watch.target or name in self.watch.label_names

    def settle(self, thing: Any, *others: Any) -> Lineage | None:
        """A table is split or fitted on, maybe beside its labels: it is a table from here on."""
        if not self._open(thing):
            return None
        family = self._family(thing)
        for o in (thing, *others):
            if not self._open(o) or n_rows(o) != n_rows(thing):
                continue
            self._unite(family, self._family(o))
            if len(shape_of(o)) == 2:
                _add(family.tables, o)
            elif _binary(o):
                _add(family.labels, o)
        return self._promote(family)

    def picked(self, owner: Any, key: Any) -> None:
        """Rows of an array are selected: it is a table. Labels are what is indexed with the very same array."""
        if not self._open(owner) or _repeats(key):
            return
        entry = self._picked_by.get(id(key)) if isinstance(key, np.ndarray) else None
        beside = entry[1] if entry is not None and entry[0] is key else []
        if isinstance(key, np.ndarray) and len(self._picked_by) < MOST_MEMBERS:
            self._picked_by[id(key)] = (key, [*beside, owner])
        beside = [o for o in beside if n_rows(o) == n_rows(owner)]
        known = {id(o): self.watch.ledger.identity(o) for o in beside}
        found = [lineage for lineage in known.values() if lineage is not None]
        if found and len({lineage.ids.tobytes() for lineage in found}) == 1 and len(shape_of(owner)) == 1:
            self.watch.ledger.know(owner, Lineage(found[0].ids))
            return
        family = self._family(owner)
        if len(shape_of(owner)) == 2 or family.tables:
            self.settle(owner, *(o for o in beside if len(shape_of(o)) == 1))

    def _promote(self, family: Family) -> Lineage | None:
        tables = [t for t in family.tables if _distinct(t)]
        if not tables:
            return None
        watch, parts = self.watch, [*tables, *family.labels]
        if watch.on_load is not None and (family.labels or any(isinstance(t, pd.DataFrame) for t in tables)):
            k, before = len(watch.loads), (None,) * (len(parts) - 1)
            for table in tables:
                _overwrite(table, watch.on_load(k, NAME, table))
            for labels in family.labels:
                _overwrite(labels, watch.on_load(k, NAME, (*before, labels))[-1])
        root: Root = watch.ledger.adopt(NAME, parts, here=True)
        self._roots += 1
        watch.loads.append(root)
        for member in family.members:
            watch.ledger.know(member, Lineage(root.ids))
            self._families.pop(id(member), None)
        if family.labels:
            watch.ledger.note_labels(root.ids, family.labels[-1])
        else:
            guess_label(root, watch.target)
        return Lineage(root.ids)


def _add(things: list[Any], thing: Any) -> None:
    if not any(t is thing for t in things):
        things.append(thing)


def _flat(operands: Any) -> list[Any]:
    found = []
    for o in operands:
        inner = list(o.values()) if isinstance(o, dict) else o if isinstance(o, (list, tuple)) else None
        found += list(inner[:200]) if inner is not None else [o]
    return [o for o in found if shape_of(o)]


def _binary(thing: Any) -> bool:
    if len(shape_of(thing)) != 1:
        return False
    values = as_array(thing)
    return values is not None and len(np.unique(values)) == 2


def _distinct(table: Any) -> bool:
    """Do the rows tell themselves apart?"""
    array = as_array(table)
    if array is None or len(array.shape) != 2 or not array.shape[1] or hasattr(array, "tocsr"):
        return False
    return len(np.unique(row_hash(array))) >= 0.9 * len(array)


def _repeats(key: Any) -> bool:
    """Does an index take a row twice? Then the rows may be those of groups, given to each of their members."""
    rows = np.asarray(key) if isinstance(key, (np.ndarray, list, pd.Series)) else np.empty(0, bool)
    return rows.dtype != bool and len(np.unique(rows)) < rows.size


def _overwrite(thing: Any, new: Any) -> None:
    """Put new values into an object that the program already has."""
    if isinstance(thing, pd.DataFrame):
        for k in range(thing.shape[1]):
            if not thing.iloc[:, k].equals(new.iloc[:, k]):
                thing.isetitem(k, new.iloc[:, k])
    elif isinstance(thing, pd.Series):
        thing.iloc[:] = new.to_numpy()
    elif thing.flags.writeable:
        thing[...] = new


__all__ = ["Made"]
