"""Watches libraries at work: which rows each fit, prediction and score saw, and which line of the program asked for it.

Patches are made when a watch starts and undone when it ends, also when the program raises.
"""

import functools
import os
import site
import sys
import sysconfig
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from imbalance_lib.leakage import outcome, stopping
from imbalance_lib.leakage.estimators import ENCODERS, META, SEARCHES, parameters, role_of
from imbalance_lib.leakage.events import MODELS, Event, Place
from imbalance_lib.leakage.made import Made
from imbalance_lib.leakage.rows import (
    FEWEST,
    UNKNOWN,
    Ledger,
    Lineage,
    Root,
    as_array,
    guess_label,
    made_by,
    n_rows,
    never_raises,
    row_hash,
)

HERE = str(Path(__file__).resolve().parents[1])

LEAKAGE = str(Path(__file__).resolve().parent)

LIBRARIES = tuple(
    {HERE, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]}
    | set(site.getsitepackages())
    | {site.getusersitepackages()}
)

FITS = ("fit", "fit_transform", "fit_predict", "fit_resample", "partial_fit", "fit_sample")

OUTPUTS = ("transform", "predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "apply")

MARK = "_imbalance_fitted_in"

CURVES = ("precision_recall_curve", "roc_curve", "det_curve")


def is_library(file: str) -> bool:
    """Is this file part of Python, of an installed package, or of this library?"""
    return (
        file.startswith(LIBRARIES)
        or file.startswith("<frozen")
        or file in ("<string>", "<__array_function__ internals>")
    )


class Watch:
    """A ledger of rows and a list of events, filled while its `watching()` context is entered."""

    def __init__(self, place_of: Callable[[types.FrameType], Place | None] | None = None) -> None:
        self.ledger = Ledger()
        self.events: list[Event] = []
        self.loads: list[Root] = []
        self.splits: list[Any] = []
        self.replay: list[Any] | None = None  # splits of an earlier run, to be used again
        self.on_load: Callable[[int, str, Any], Any] | None = None  # may change what a loader returns
        self.metric_values: dict[int, tuple[Any, Event]] = {}
        self.chosen: dict[int, tuple[Any, frozenset[int]]] = {}  # values that were chosen by a score, by identity
        self.notes: list[str] = []
        self.target: str | None = None
        self.label_names: frozenset[str] = frozenset()  # what an earlier run of the program showed to be labels
        self.made: Made | None = None  # tables that the program makes itself
        self._place_of = place_of or plain_place
        self._owner: dict[int, tuple[Any, Event]] = {}
        self._stack: list[Event] = []
        self._quiet = 0

    # --- places and events ---

    def place(self) -> Place | None:
        """The innermost line of the program that is running now."""
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            if not is_library(frame.f_code.co_filename):
                found = self._place_of(frame)
                if found is not None:
                    return found
            frame = frame.f_back
        return None

    def path(self) -> tuple[int, ...]:
        """All lines of the program that are running now, the innermost first."""
        frame, lines = sys._getframe(1), []
        while frame is not None:
            if not is_library(frame.f_code.co_filename):
                lines.append(frame.f_lineno)
            frame = frame.f_back  # type: ignore[assignment]
        return tuple(lines)

    def add(self, what: str, name: str, **more: Any) -> Event:
        """Write down an event at the present place."""
        event = Event(len(self.events), what, name, more.pop("place", None) or self.place(), path=self.path(), **more)
        event.within = tuple(e.number for e in self._stack)
        self.events.append(event)
        for outer in self._stack:
            outer.children.append(event.number)
        return event

    def owner(self, tool: Any) -> Event | None:
        """The event in which an estimator was fitted; that of the model inside where it only wraps one."""
        for _ in range(4):
            entry = self._owner.get(id(tool))
            if entry is not None and entry[0] is tool:
                return entry[1]
            number = getattr(tool, "__dict__", {}).get(MARK)  # a copy, or one that came back from a file
            if number is not None and number < len(self.events):
                return self.events[number]
            if type(tool).__name__ == "FrozenEstimator":
                tool = tool.estimator
                continue
            names = ("best_estimator_", "estimator_", "estimator")
            inner = next((getattr(tool, k) for k in names if hasattr(tool, k)), None)
            if inner is None or isinstance(inner, str):
                return None
            tool = inner
        return None

    def own(self, tool: Any, event: Event) -> None:
        """Remember in which event an estimator was fitted; its copies know it too."""
        self._owner[id(tool)] = (tool, event)
        if hasattr(tool, "__dict__"):
            tool.__dict__[MARK] = event.number

    @never_raises
    def adopt(self, *parts: Any) -> Lineage | None:
        """The lineage of the first of these tables; where nobody knows it, it becomes a root of its own."""
        first = parts[0]
        found = self.ledger.look(first)
        if found is None and len(parts) > 1 and parts[1] is not None and n_rows(parts[1]) == n_rows(first):
            found = self.ledger.look(parts[1])
            if found is not None and not isinstance(first, (list, tuple)) and len(getattr(first, "shape", ())) == 2:
                found = Lineage(found.ids, found.via | self.ledger.shaped_by(first, found.ids))
                self.ledger.know(first, found)
        if found is not None or (n_rows(first) or 0) < FEWEST:
            return found
        made = self.made.settle(*parts) if self.made is not None else None
        if made is not None:
            return made
        alike = [r for r in self.loads if r.n == n_rows(first) and not r.made_here]
        if len({r.offset for r in alike}) == 1 and not isinstance(first, (list, tuple)):
            return Lineage(alike[0].ids)  # as many rows as the only table: its rows, in its order
        named = [p for p in parts if p is not None and n_rows(p) == n_rows(first) and not isinstance(p, tuple)]
        if not named or not (hasattr(first, "shape") or isinstance(first, list)):
            return None
        root = self.ledger.adopt("a table", named, here=True)
        return Lineage(root.ids)

    # --- loaders ---

    def load(self, name: str, value: Any) -> Any:
        """Register what a loader returned, after `on_load` had its way with it."""
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

    # --- estimators ---

    def fit(self, tool: Any, method: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around every fit."""
        if self._quiet:
            return call(*args, **kwargs)
        X, y = _argument(args, kwargs, 0, "X"), _argument(args, kwargs, 1, "y")
        name = type(tool).__name__
        if self._stack and self._stack[-1].tool is tool:  # fit_transform that calls fit
            return call(*args, **kwargs)
        lineage = self.adopt(X, y)
        event = self.add("fit", name, role=role_of(tool, method, y), supervised=y is not None, tool=tool)
        if lineage is not None:
            event.ids, event.via = lineage.ids, lineage.via
            other = self.ledger.identity(y) if y is not None else None
            if other is not None and len(other.ids) == len(lineage.ids):
                event.via |= other.via
            if y is not None:
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

    def _steps(self, event: Event) -> frozenset[int]:
        """The events that a value went through with this fit: a pipeline stands for its steps."""
        inner = [k for k in event.children if self.events[k].what == "fit"]
        own = () if event.name in META and event.role == "transformer" else (event.number,)
        return frozenset((*own, *inner))

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
        if labels is not None and array is not None and event.ids is not None and event.role == "model":
            outcome.note(self, event, X, array, labels)
        event.content["params"] = parameters(tool)
        if event.name in ENCODERS or event.name in META:
            event.data = X

    @never_raises
    def _eval_set(self, event: Event, tool: Any, kwargs: dict) -> None:
        """The rows of an early-stopping set, where early stopping is on."""
        sets = stopping.given_to_fit(kwargs)
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

    def output(self, tool: Any, method: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around transform and predict."""
        if self._quiet:
            return call(*args, **kwargs)
        X = _argument(args, kwargs, 0, "X")
        held = getattr(X, "_imbalance_held", None)  # a native data container
        X = X if held is None else held.X
        lineage = self.ledger.look(X) or (held.lineage if held is not None else None)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        owner = self.owner(tool)
        steps = self._steps(owner) if owner is not None else frozenset()
        ids = lineage.ids if lineage is not None else np.full(n_rows(X) or 0, UNKNOWN)
        via = (lineage.via if lineage is not None else frozenset()) | steps
        if method != "transform":
            event = self.add("predict", type(tool).__name__, ids=ids, via=via, tool=tool)
            event.children = [owner.number] if owner is not None else []
            array = as_array(X) if n_rows(X) is not None else None
            if array is not None:
                event.content["X"] = row_hash(array)
            self._outcome(event, result)
        if n_rows(result) == len(ids) and hasattr(result, "shape"):
            self.ledger.know(result, Lineage(ids, via))
        return result

    @never_raises
    def _outcome(self, event: Event, result: Any) -> None:
        array = as_array(result) if hasattr(result, "shape") or isinstance(result, list) else None
        if array is not None and len(array.shape) >= 1 and not hasattr(array, "tocsr"):
            event.content["out"] = np.asarray(array, dtype=float)

    def score(self, tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around `estimator.score(X, y)`."""
        if self._quiet:
            return call(*args, **kwargs)
        X, y = _argument(args, kwargs, 0, "X"), _argument(args, kwargs, 1, "y")
        lineage = self.adopt(X, y)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        self._scored(type(tool).__name__ + ".score", tool, lineage, X, y, kwargs, result)
        return result

    @never_raises
    def _scored(self, name: str, tool: Any, lineage: Any, X: Any, y: Any, kwargs: dict, result: Any) -> None:
        owner = self.owner(tool)
        if lineage is None or y is None or owner is None:
            return
        steps = self._steps(owner)
        event = self.add("score", name, ids=lineage.ids, via=lineage.via | steps, tool=tool, rows_via=lineage.via)
        event.children = [owner.number]
        event.weighted = kwargs.get("sample_weight") is not None
        array = as_array(X)
        if array is not None:
            event.content["X"] = row_hash(array)
        self.ledger.note_labels(lineage.ids, y)
        self.value_of(event, result)

    def scorer(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around scorers, which cross-validation and searches call as (estimator, X, y)."""
        if self._quiet:
            return call(*args, **kwargs)
        tool, X = args[0], args[1] if len(args) > 1 else None
        y = args[2] if len(args) > 2 else kwargs.get("y_true", kwargs.get("y"))
        lineage = self.ledger.look(X) or (self.ledger.look(y) if y is not None else None)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        self._scored("scorer", tool, lineage, X, y, kwargs, result)
        return result

    def explained(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around what explains a finished model: its scores of changed rows are no scores of the program."""
        self._quiet += 1
        try:
            return call(*args, **kwargs)
        finally:
            self._quiet -= 1

    def metric(self, name: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around the functions of sklearn.metrics and imblearn.metrics."""
        if self._quiet or not self._asked_by_program():
            return call(*args, **kwargs)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        y_true = _argument(args, kwargs, 0, "y_true")
        y_pred = (
            args[1]
            if len(args) > 1
            else next(
                (kwargs[k] for k in ("y_pred", "y_score", "y_prob", "y_proba", "probas_pred") if k in kwargs), None
            )
        )
        if y_pred is None or n_rows(y_true) is None:
            return result
        mine, theirs = self.ledger.look(y_true), self.ledger.look(y_pred)
        theirs = theirs or self._recent(y_pred)
        own = mine.via if mine is not None else frozenset()
        if mine is None or (mine.ids == UNKNOWN).all():
            mine = theirs
        if mine is None:
            return result
        via = theirs.via if theirs is not None else frozenset()
        event = self.add("score", name, ids=mine.ids, via=via | mine.via, rows_via=own)
        event.chosen_on = self.chosen_on(y_pred)
        event.weighted = kwargs.get("sample_weight") is not None
        if name not in CURVES:
            self._outcome(event, y_pred)
        self.ledger.note_labels(mine.ids, y_true)
        self.value_of(event, result)
        return result

    def _asked_by_program(self) -> bool:
        """Does a line of the program call this, not another library?"""
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename.startswith((LEAKAGE, functools.__file__)):
            frame = frame.f_back
        return frame is not None and not is_library(frame.f_code.co_filename)

    def chosen_on(self, thing: Any) -> frozenset[int]:
        """The selections that a value depends on."""
        entry = self.chosen.get(id(thing))
        return entry[1] if entry is not None and entry[0] is thing else frozenset()

    @never_raises
    def value_of(self, event: Event, result: Any) -> None:
        """Remember that these values are scores of these rows."""
        for item in result if isinstance(result, tuple) else (result,):
            if isinstance(item, (float, np.floating, np.ndarray, dict)):
                self.metric_values[id(item)] = (item, event)
            if isinstance(item, dict):
                for inner in item.values():
                    for leaf in inner.values() if isinstance(inner, dict) else (inner,):
                        if isinstance(leaf, float):
                            self.metric_values[id(leaf)] = (leaf, event)

    def answered(self, lineage: Lineage) -> bool:
        """Did a model say this? Its answers are no labels, even where all of them are right."""
        return any(self.events[k].what == "fit" and self.events[k].role in MODELS for k in lineage.via)

    @never_raises
    def _recent(self, y_pred: Any) -> Lineage | None:
        """The prediction that these decisions are a cut of, among the last ones of as many rows."""
        flags = as_array(y_pred)
        if flags is None or flags.ndim != 1:
            return None
        for event in reversed(self.events[-60:]):
            out = event.content.get("out")
            if event.what != "predict" or out is None or len(out) != len(flags) or event.ids is None:
                continue
            score = out[:, -1] if out.ndim == 2 else out
            high, low = score[flags > 0], score[flags <= 0]
            if np.array_equal(score, flags) or not len(high) or not len(low) or high.min() >= low.max():
                return Lineage(event.ids, event.via)
        return None

    # --- splits ---

    def train_test_split(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around train_test_split: both parts keep their rows; a recorded split is used again."""
        n = n_rows(args[0]) if args else None
        if self._quiet or n is None:
            return call(*args, **kwargs)
        known = [self.adopt(a, *[b for b in args[::-1] if b is not a][:1]) for a in args]
        best = next((k for k in known if k is not None), None)
        result = call(*args, np.arange(n), **kwargs)
        train, test = result[-2:]
        result = result[:-2]
        again = self._split_again([(train, test)], n)
        if again is not None:
            from sklearn.utils import _safe_indexing

            train, test = again[0]
            result = [_safe_indexing(a, rows) for a in args for rows in (train, test)]
        event = self.add("split", "train_test_split", ids=None if best is None else best.ids)
        event.data = None if best is None else [best.ids[train]]
        for k, source in enumerate(known):
            source = source or best
            if source is not None:
                for part, rows in zip(result[2 * k : 2 * k + 2], (train, test), strict=True):
                    self.ledger.know(part, source.take(rows), event.place)
        return result

    def splits_of(self, call: Callable, args: tuple, kwargs: dict) -> Iterator[Any]:
        """Around `split` of the cross-validators."""
        X = _argument(args, kwargs, 0, "X")
        n = n_rows(X) or 0
        made = list(call(*args, **kwargs))
        made = self._split_again(made, n) or made
        known = [self.ledger.identity(part) for part in (*args, *kwargs.values()) if n_rows(part) == n]
        lineage = next((k for k in known if k is not None), None)
        if lineage is not None and not self._quiet:
            event = self.add("split", "split", ids=lineage.ids)
            event.data = [lineage.ids[train] for train, _ in made]
        return iter(made)

    def _split_again(self, made: list[Any], n: int) -> list[Any] | None:
        """Record a split, or the one of the same place in the run that is replayed, if it has as many rows."""
        self.splits.append((n, made))
        if self.replay is None or len(self.splits) > len(self.replay):
            return None
        rows, before = self.replay[len(self.splits) - 1]
        return before if rows == n and len(before) == len(made) else None

    def indexed(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around scikit-learn's own row and column indexing."""
        result = call(*args, **kwargs)
        if self._quiet or not hasattr(result, "shape") or not args:
            return result
        lineage = self.ledger.identity(args[0])
        if lineage is None:
            return result
        if kwargs.get("axis", 0) == 1:
            if n_rows(result) == len(lineage.ids):
                self.ledger.know(result, lineage)
        elif args[1] is not None:
            try:
                taken = lineage.ids[np.asarray(args[1])] if not isinstance(args[1], slice) else lineage.ids[args[1]]
            except (IndexError, TypeError, ValueError):
                return result
            if len(taken) == n_rows(result):
                self.ledger.know(result, Lineage(taken, lineage.via))
        return result

    def cross_predicted(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around cross_val_predict: each row's prediction comes from a model that was not fitted on it."""
        X = _argument(args, kwargs, 1, "X")
        lineage = self.adopt(X, _argument(args, kwargs, 2, "y"))
        first = len(self.splits)
        result = call(*args, **kwargs)
        if not self._quiet and lineage is not None and n_rows(result) == len(lineage.ids):
            event = self.add("predict", "cross_val_predict", ids=lineage.ids, via=lineage.via)
            folds = next((made for n, made in self.splits[first:] if n == len(lineage.ids) and len(made)), None)
            event.content["fold"] = lineage.ids[folds[0][1]] if folds else None
            self._outcome(event, result)
            self.ledger.know(result, Lineage(lineage.ids, lineage.via))
        return result

    # --- patches ---

    @contextmanager
    def watching(self) -> Iterator["Watch"]:
        """Patch what is loaded; undo it at the end."""
        from imbalance_lib.leakage.patches import patched

        with patched(self):
            yield self


def plain_place(frame: types.FrameType) -> Place:
    """File and line; in a notebook the number of the cell that runs."""
    name, cell = frame.f_code.co_filename, None
    if "ipykernel_" in name or name.startswith("<ipython-input"):
        shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
        # the inputs so far, the running one included: some versions of IPython count on before a cell runs, some after
        inputs = getattr(getattr(shell, "history_manager", None), "input_hist_parsed", None)
        name, cell = "notebook", len(inputs) - 1 if inputs else None
    return Place(os.path.basename(name), frame.f_lineno, cell)


def parts_of(value: Any) -> tuple[list[Any], dict[str, Any] | None]:
    """The row-aligned objects that a loader returned, and their columns by name where it has names."""
    import pandas as pd

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


def _argument(args: tuple, kwargs: dict, position: int, name: str) -> Any:
    return args[position] if len(args) > position else kwargs.get(name)


def _file_of(cls: type) -> str:
    module = sys.modules.get(cls.__module__)
    return getattr(module, "__file__", None) or ""
