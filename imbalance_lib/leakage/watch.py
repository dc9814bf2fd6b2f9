"""Watches libraries at work: which rows each fit, prediction and score saw, and which line of the program asked for it.

Patches are made when a watch starts and undone when it ends, also when the program raises.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from imbalance_lib.leakage import outcome, stopping
from imbalance_lib.leakage.estimators import ENCODERS, META, SEARCHES, continues, parameters, role_of
from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.rows import FEWEST, Lineage, as_array, guess_label, made_by, n_rows, never_raises, row_hash
from imbalance_lib.leakage.seen import MARK, argument, is_library
from imbalance_lib.leakage.splits import Splits
from imbalance_lib.leakage.told import Told

FITS = ("fit", "fit_transform", "fit_predict", "fit_resample", "partial_fit", "fit_sample")
OUTPUTS = ("transform", "predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "apply")


class Watch(Splits, Told):
    """Everything that is called around loaders and estimators; filled while its `watching()` context is entered."""

    def load(self, name: str, value: Any) -> Any:
        """Register what a loader returned, after `on_load` had its way with it."""
        again = self.shelf.take(value) if isinstance(value, (pd.DataFrame, np.ndarray)) else None
        if again is not None:
            self.ledger.know(value, again)
            return value
        if self.on_load is not None:
            value = self.on_load(len(self.loads), name, value)
        parts, columns = parts_of(value)
        if not parts:
            return value
        before = self.ledger.same_table(parts, columns)
        if before is not None:
            self.loads.append(before)
            for part in parts:
                self.ledger.know(part, Lineage(before.ids))
            return value
        root = self.ledger.adopt(name, parts, columns)
        self.loads.append(root)
        scenario = type(value).__name__ == "Scenario"
        labels = getattr(value, "y", None) if scenario else getattr(value, "target", None)
        if labels is None and isinstance(value, tuple) and len(value) == 2:
            labels = value[1]
        if labels is not None and n_rows(labels) == root.n:
            self.ledger.note_labels(root.ids, labels)
        elif len(root.columns) <= 2_000:
            guess_label(root, self.target)
        return value

    def fit(self, tool: Any, method: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around every fit."""
        if self._quiet:
            return call(*args, **kwargs)
        X, y = argument(args, kwargs, 0, "X"), argument(args, kwargs, 1, "y")
        name = type(tool).__name__
        if self._stack and self._stack[-1].tool is tool:  # fit_transform that calls fit
            return call(*args, **kwargs)
        if name == "FrozenEstimator":  # learns nothing
            return call(*args, **kwargs)
        lineage = self.adopt(X, y)
        event = self.add("fit", name, role=role_of(tool, method, y), supervised=y is not None, tool=tool)
        if lineage is not None:
            event.ids, event.via = lineage.ids, lineage.via
            other = self.ledger.identity(y) if y is not None else None
            if other is not None and len(other.ids) == len(lineage.ids):
                event.via |= other.via
                event.content["taught"] = other.via - lineage.via  # as in boosting, where residuals are the labels
            if y is not None:
                event.content["shuffled"] = self.ledger.shuffled(lineage.ids, y)
                self.ledger.note_labels(lineage.ids, y)
        self._content(event, X, y, tool)
        self._eval_set(event, tool, kwargs)
        self._in_sample(event, tool)
        meta = name in META or not is_library(_file_of(type(tool)))
        self._stack.append(event)
        self._quiet += not meta
        first = len(self.events)
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= not meta
            self._stack.pop()
            event.data = event.data if name in ENCODERS else None
        if continues(tool, method):
            self._add_what_it_knew(event, tool)
        self.own(tool, event)
        if name in SEARCHES:
            inner = self._owner.get(id(getattr(tool, "best_estimator_", None)))
            event.children = [inner[1].number, *inner[1].children] if inner else []
            event.content["choice"] = repr(getattr(tool, "best_params_", None))
        if meta:
            event.content["fits"] = len(self.events) - first
            outcome.note_inside(event, self.events[first:])
        if method in ("fit_transform", "fit_predict") and lineage is not None and n_rows(result) == len(lineage.ids):
            self.ledger.know(result, Lineage(lineage.ids, lineage.via | self._steps(event)), event.place)
        if method in ("fit_resample", "fit_sample"):
            self._resampled(event, tool, lineage, X, result)
        return result

    @never_raises
    def _add_what_it_knew(self, event: Event, tool: Any) -> None:
        """A fit that goes on from an earlier one has learned from the rows of both."""
        earlier = self.owner(tool) if MARK in getattr(tool, "__dict__", {}) else None
        if earlier is None or earlier.ids is None:
            return
        new = event.ids is not None and not np.isin(event.ids, earlier.ids).all()
        event.ids = np.union1d(earlier.ids, event.ids) if new else earlier.ids
        event.via |= earlier.via

    @never_raises
    def _content(self, event: Event, X: Any, y: Any, tool: Any) -> None:
        array = as_array(X) if n_rows(X) is not None else None
        if array is not None and len(array.shape) >= 1 and array.shape[0]:
            event.content["X"] = row_hash(array)
            event.thin = len(array.shape) == 1 or array.shape[1] == 1
            if len(array.shape) == 2 and not hasattr(array, "tocsr") and array.shape[1] <= 2_000:
                event.content["columns"] = row_hash(np.ascontiguousarray(array.T))
        if hasattr(X, "columns"):
            event.content["names"] = [str(c) for c in X.columns]
        labels = as_array(y) if y is not None and n_rows(y) is not None else None
        if labels is not None and len(labels.shape) == 1:
            event.content["y"] = row_hash(labels)
            if type(tool).__module__.startswith("sklearn.semi_supervised") and event.ids is not None:
                event.content["labelled"] = event.ids[labels != -1]
        if labels is not None and array is not None and event.ids is not None and event.role == "model":
            outcome.note(self, event, X, array, labels)
        event.content["params"] = parameters(tool)
        if event.name in ENCODERS or event.name in META:
            event.data = X

    @never_raises
    def _eval_set(self, event: Event, tool: Any, kwargs: dict) -> None:
        """The rows of an early-stopping set, where early stopping is on."""
        sets = stopping.given_to_fit(kwargs, tool)
        if sets and (kwargs.get("X_val") is not None or stopping.stops(kwargs, tool)):
            bases = (base.__module__ for base in type(tool).__mro__)
            library = next((m for m in bases if m.startswith("lightgbm")), "")
            found = [self.ledger.look(X) for X in stopping.deciding(sets, library)]
            ids = [f.ids for f in found if f is not None]
            event.eval_ids = np.concatenate(ids) if ids else None

    @never_raises
    def _in_sample(self, event: Event, tool: Any) -> None:
        """Where a fitted model is wrapped to be calibrated, which rows it was fitted on."""
        if event.name == "CalibratedClassifierCV":
            inner = self.owner(getattr(tool, "estimator", None))
            frozen = type(getattr(tool, "estimator", None)).__name__ == "FrozenEstimator"
            if inner is not None and (frozen or getattr(tool, "cv", None) == "prefit"):
                event.via |= {inner.number}
                event.thin = True

    @never_raises
    def _resampled(self, event: Event, tool: Any, lineage: Lineage | None, X: Any, result: Any) -> None:
        if lineage is None or not isinstance(result, tuple):
            return
        X_new = result[0]
        n = n_rows(X_new) or 0
        taken = getattr(tool, "sample_indices_", None)
        if taken is not None and len(taken) == n:
            ids = lineage.ids[np.asarray(taken)]
        else:
            before, after = as_array(X), as_array(X_new)
            ids = np.full(n, made_by(event.number))
            if before is not None and after is not None:
                old, new = row_hash(before), row_hash(after)
                if n >= len(old) and (old == new[: len(old)]).all():
                    ids[: len(old)] = lineage.ids
                else:
                    positions = {h: k for k, h in enumerate(old.tolist())}
                    hits = np.array([positions.get(h, -1) for h in new.tolist()])
                    ids = np.where(hits >= 0, lineage.ids[hits], ids)
        event.role = "resampler"
        for part in result[:2]:
            if hasattr(part, "shape"):
                self.ledger.know(part, Lineage(ids, lineage.via | {event.number}), event.place)

    @contextmanager
    def watching(self) -> Iterator["Watch"]:
        """Patch what is loaded; undo it at the end."""
        from imbalance_lib.leakage.patches import patched

        with patched(self):
            yield self


def parts_of(value: Any) -> tuple[list[Any], dict[str, Any] | None]:
    """The row-aligned objects that a loader returned, and their columns by name where it has names."""

    if type(value).__name__ == "Draw":
        value = value.seen
    if type(value).__name__ == "Scenario":
        found = [getattr(value, k) for k in ("X", "y", "aside", "time", "groups", "label_time")]
        columns = {c: value.X[c] for c in value.X} | {c: value.aside[c] for c in value.aside}
        columns |= {f"scenario.{k}": getattr(value, k) for k in ("y", "time", "groups", "label_time")}
        return [p for p in found if p is not None], {k: v for k, v in columns.items() if v is not None}
    if isinstance(value, pd.DataFrame):
        return ([value], None) if len(value) >= FEWEST else ([], None)
    if isinstance(value, np.ndarray):
        return ([value], None) if value.ndim == 2 and len(value) >= FEWEST else ([], None)
    if isinstance(value, tuple):
        found = [p for p in value if hasattr(p, "shape") and n_rows(p)]
        found = [p for p in found if n_rows(p) == n_rows(found[0])]
        return (found, None) if found and (n_rows(found[0]) or 0) >= FEWEST else ([], None)
    if isinstance(value, dict) and hasattr(value, "get"):
        named = [value.get(k) for k in ("data", "frame", "target", "images")]
        found = [p for p in named if hasattr(p, "shape")]
        found = [p for p in found if n_rows(p) == n_rows(found[0])]
        return found, None
    return [], None


def _file_of(cls: type) -> str:
    module = sys.modules.get(cls.__module__)
    return getattr(module, "__file__", None) or ""
