"""Scores that a program computes by hand, and choices that it makes by its scores."""

from collections import defaultdict
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.numbers import real
from imbalance_lib.leakage.rows import FEWEST, Lineage
from imbalance_lib.leakage.values import as_array, n_rows, shape_of
from imbalance_lib.leakage.watch import Watch

PICKS = ("max", "argmax", "nanargmax", "amax", "nanmax", "idxmax", "min", "argmin", "amin", "idxmin", "nanargmin",
         "sorted", "sort_values", "nlargest", "nsmallest")  # fmt: skip
HOLDERS = (dict, list, tuple)
MOST_EACH = 40  # of what one line gives rise to


class Choices:
    """Knows which values are scores, which are made of labels, and which were chosen by a score."""

    def __init__(self, watch: Watch, cell: int | None = None) -> None:
        self.watch = watch
        self.cell = cell
        self.sorted_by: dict[int, tuple[Any, Event]] = {}
        self._met: dict[Any, int] = defaultdict(int)
        self._labelish: dict[int, Any] = {}  # arrays made of labels: losses, hits

    def _made_of_labels(self, value: Any, operands: tuple, picked: bool = False) -> None:
        """Losses, hits and the like: whatever has rows and is made of labels."""
        if len(shape_of(value)) != 1 or id(value) in self._labelish:
            return
        n = n_rows(value)
        alike = [o for o in operands if len(shape_of(o)) == 1 and (n_rows(o) == n or picked)]
        if any(self.of_labels(o) for o in alike if len(shape_of(o)) == 1):
            self._labelish[id(value)] = value

    def of_labels(self, value: Any) -> bool:
        """Is this array labels, or made of them?"""
        return self._labelish.get(id(value)) is value or self.is_labels(value) is not None

    # --- scores and choices ---

    def is_labels(self, value: Any) -> Lineage | None:
        """The lineage of a one-column array that says what the labels of its rows are."""
        if len(shape_of(value)) != 1 or (n_rows(value) or 0) < FEWEST:
            return None
        lineage = self.watch.ledger.identity(value)
        if lineage is None or self.watch.answered(lineage):
            return None
        labels = self.watch.ledger.labels(lineage.ids)
        known = ~np.isnan(labels)
        if known.sum() < FEWEST or labels[known].min() == labels[known].max():
            return None
        numbers = as_array(value)
        if numbers is None:
            return None
        ones, zeros = numbers[known & (labels == 1)], numbers[known & (labels == 0)]
        return lineage if (ones == ones[0]).all() and (zeros == zeros[0]).all() and ones[0] != zeros[0] else None

    def _by_hand(self, name: str, args: tuple, more: tuple, value: Any) -> None:
        """A function that gets labels and predictions for the same rows, and returns numbers: a score by hand."""
        if not isinstance(value, (float, np.floating, tuple, dict, list)) or isinstance(value, np.ndarray):
            return
        given = [o for o in (*args, *more) if len(shape_of(o)) == 1 and (n_rows(o) or 0) >= FEWEST]
        for y in given[:4]:
            lineage = self.is_labels(y)
            others = [
                o
                for o in given
                if o is not y and n_rows(o) == n_rows(y) and not self.of_labels(o) and not self._raw_column(o)
            ]
            if lineage is not None and others:
                self.watch.value_of(self._meeting(name, lineage, others[0]), value)
                return

    def _meeting(self, name: str, lineage: Lineage, other: Any) -> Event:
        theirs = self.watch.ledger.identity(other) or self.watch._recent(other)
        via = theirs.via if theirs is not None else frozenset()
        event = self.watch.add(
            "score", name, ids=lineage.ids, via=via | lineage.via, rows_via=lineage.via, role="by hand"
        )
        event.chosen_on = self.watch.chosen_on(other)
        self.watch._outcome(event, other)
        return event

    def _met_labels(self, line: int, value: Any, left: Any, right: Any, places: bool = False) -> None:
        """Labels and predictions meet in an expression: `pred == y`, `(p - y) ** 2`.

        With `places` one side says where rows stand, not what is said of them: `y[np.argsort(p)]`.
        """
        if self._met[(self.cell, line)] > MOST_EACH:
            return
        for y, other in ((left, right), (right, left)):
            if len(shape_of(other)) != 1 or n_rows(other) != n_rows(y):
                continue
            lineage = self.is_labels(y)
            if lineage is None or self.of_labels(other) or self._raw_column(other):
                continue
            self._met[(self.cell, line)] += 1
            event = self._meeting("by hand", lineage, other)
            if places:
                event.content.pop("out", None)
            return

    def _part(self, thing: Any) -> bool:
        """Are these rows only a part of their table? A mask over all of it is a split, no prediction."""
        lineage = self.watch.ledger.identity(thing)
        rows = real(lineage.ids) if lineage is not None else np.empty(0, np.int64)
        root = self.watch.ledger.root_of(int(rows[0])) if len(rows) else None
        return root is not None and len(rows) < 0.9 * root.n

    def _raw_column(self, other: Any) -> bool:
        """Is this a column as it was read?"""
        lineage = self.watch.ledger.identity(other)
        numbers = as_array(other)
        if lineage is None or numbers is None or (lineage.ids < 0).any():
            return False
        for root in self.watch.ledger.roots:
            rows = lineage.ids - root.offset
            if rows.min() < 0 or rows.max() >= root.n or not root.numeric():
                continue
            single, table = numbers.astype(np.float32), root.table()
            alike = np.flatnonzero((table[rows[:5]] == single[:5, None]).all(axis=0))
            return any(np.array_equal(table[rows, k], single, equal_nan=True) for k in alike)
        return False

    def _score_of(self, value: Any) -> Event | None:
        entry = self.watch.metric_values.get(id(value))
        return entry[1] if entry is not None and entry[0] is value else None

    def _scores(self, operands: tuple) -> list[Event]:
        """The scores that these values, or items in them, are made of."""
        known = self.watch.metric_values.keys()
        if not known and not self.sorted_by:
            return []
        found: dict[int, Event] = {}

        def look(value: Any, depth: int) -> None:
            event = self._score_of(value)
            if event is not None:
                found[event.number] = event
            elif depth and isinstance(value, HOLDERS):
                items = list(islice(value.values() if isinstance(value, dict) else value, 300))
                if known.isdisjoint(map(id, items)):  # in most lists, and quickly told
                    inside = any(issubclass(kind, HOLDERS) for kind in set(map(type, items)))
                    items = [item for item in items if isinstance(item, HOLDERS)] if inside else []
                for item in items:
                    look(item, depth - 1)

        for o in operands:
            entry = self.sorted_by.get(id(o))
            if entry is not None and entry[0] is o:
                found |= {k: self.watch.events[k] for k in entry[1].children}
            look(o, 3)
        return list(found.values())

    def _column_of_scores(self, table: Any, column: Any) -> None:
        """A column of a table of results: the scores among its values."""
        holder = self._holder(table, column)
        if holder is not None:
            self.sorted_by[id(column)] = (column, holder)

    def _holder(self, table: Any, *columns: Any) -> Event | None:
        """The scores of a table that are values of these columns."""
        entry = self.sorted_by.get(id(table))
        if entry is None or entry[0] is not table:
            return None
        told = {value: event for value, event in self.watch.metric_values.values() if isinstance(value, float)}
        told = {value: event for value, event in told.items() if event.number in entry[1].children}
        mine = [told[value].number for column in columns for value in column.tolist() if value in told]
        return Event(-1, "order", entry[1].name, None, role=entry[1].role, children=mine)

    def _picked(self, line: int, name: str, operands: tuple, value: Any) -> None:
        """The best of several scores is a choice; their order becomes one when its first is taken."""
        table, by = operands[0] if operands else None, ""
        if isinstance(table, pd.DataFrame):  # by which of its columns?
            asked = [w for o in operands[1:] for w in (o if isinstance(o, (list, tuple)) else [o])]
            words = [w for w in asked if isinstance(w, str) and w in table.columns]
            holder, by = self._holder(table, *(table[w] for w in words)), " ".join(words)
            found = [self.watch.events[k] for k in holder.children] if holder is not None else []
        else:
            by = str(table.name) if isinstance(table, pd.Series) else ""
            if isinstance(table, dict) and len(operands) == 1 and name in ("max", "min", "sorted"):
                operands = (list(table),)  # it goes by the keys
            keyed = self._by_key(operands)
            found = (
                self._scores((*operands, value) if isinstance(value, tuple) else operands) if keyed is None else keyed
            )
        if not found:
            if "arg" in name or "idx" in name:
                self._best_by_hand(line, operands, value)
            return
        curve = found[0].name.endswith("_curve") and len(found) == 1
        if curve and "min" in name:
            return  # the nearest point of a curve: a mark in a picture, as far as anybody can tell
        if name in ("sorted", "sort_values"):
            holder = Event(-1, "order", name, None, role="sorted", children=[e.number for e in found])
            holder.content["by"] = by
            self.sorted_by[id(value)] = (value, holder)
            return
        event = self.select(line, found, "cut" if curve else "least" if "min" in name else "best", by)
        for item in (value, *value) if isinstance(value, tuple) else (value,):
            self._choose(item, frozenset({event.number}))

    def _by_key(self, operands: tuple) -> list[Event] | None:
        """`max(results, key=...)`: the scores among what the key takes from each of the records; None without those."""
        key = next((o for o in operands[1:] if callable(o)), None)
        records = operands[0] if operands and isinstance(operands[0], (list, tuple)) else ()
        if key is None or not records or not all(isinstance(one, (dict, list, tuple)) for one in records):
            return None
        return self._scores(([key(one) for one in records[:300]],))

    def _first_of_sorted(self, line: int, owner: Any, value: Any) -> None:
        """The first of what was sorted by scores is a choice."""
        entry = self.sorted_by.get(id(owner))
        if entry is not None and entry[0] is owner and entry[1].role == "sorted":
            scores = [self.watch.events[k] for k in entry[1].children]
            chosen = self.select(line, scores, "best", entry[1].content.get("by", ""))
            self._choose(value, frozenset({chosen.number}))

    def _best_by_hand(self, line: int, operands: tuple, value: Any) -> None:
        """The place of the best in a curve that was made of labels by hand."""
        for o in operands:
            if self._labelish.get(id(o)) is o and n_rows(o) and self.is_labels(o) is None:
                lineage, numbers = self.watch.ledger.identity(o), as_array(o)
                if lineage is not None and numbers is not None and len(np.unique(numbers)) > 2:
                    event = self.watch.add("score", "by hand", ids=lineage.ids, via=lineage.via, role="by hand")
                    self.watch.value_of(event, o)
                    self._choose(value, frozenset({self.select(line, [event], "cut").number}))
                return

    def select(self, line: int, scores: list[Event], role: str, by: str = "") -> Event:
        """Write down a choice by the labels of some rows."""
        place = self.watch.place()
        numbers = [e.number for e in scores]
        for event in reversed(self.watch.events):
            if event.what == "select" and event.place == place and event.role == role:
                mine, theirs = event.ids, scores[0].ids
                if mine is not None and theirs is not None and np.array_equal(np.sort(mine), np.sort(theirs)):
                    event.children = list(dict.fromkeys((*event.children, *numbers)))
                    return event
        event = self.watch.add("select", scores[0].name, ids=scores[0].ids, role=role)
        event.children, event.content["by"] = numbers, by
        return event

    def _choose(self, value: Any, events: frozenset[int]) -> None:
        if isinstance(value, (float, np.generic, np.ndarray, pd.Series, pd.DataFrame)) or hasattr(value, "detach"):
            if not isinstance(value, np.bool_):
                self.watch.chosen[id(value)] = (value, events | self.watch.chosen_on(value))

    def _tags(self, value: Any, operands: tuple) -> None:
        tags = frozenset().union(*(self.watch.chosen_on(o) for o in operands))
        if tags:
            self._choose(value, tags)
        scores = self._scores(tuple(o for o in operands if not isinstance(o, (list, dict))))
        if scores and not isinstance(value, (int, bool, np.bool_, str)):
            self.watch.value_of(scores[0], value)
