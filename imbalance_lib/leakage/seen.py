"""What is known while a program is watched: its rows, its events, and where it is."""

import functools
import os
import site
import sys
import sysconfig
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.estimators import META
from imbalance_lib.leakage.events import MODELS, Event, Place
from imbalance_lib.leakage.made import Made
from imbalance_lib.leakage.rows import (
    FEWEST,
    Ledger,
    Lineage,
    Root,
    as_array,
    n_rows,
    never_raises,
)
from imbalance_lib.leakage.shelf import Shelf

HERE = str(Path(__file__).resolve().parents[1])
LEAKAGE = str(Path(__file__).resolve().parent)
LIBRARIES = tuple(
    {HERE, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]}
    | set(site.getsitepackages())
    | {site.getusersitepackages()}
)
MARK = "_imbalance_fitted_in"


def is_library(file: str) -> bool:
    """Is this file part of Python, of an installed package, or of this library?"""
    return (
        file.startswith(LIBRARIES)
        or file.startswith("<frozen")
        or file in ("<string>", "<__array_function__ internals>")
    )


class Seen:
    """A ledger of rows and a list of events."""

    def __init__(self, place_of: Callable[[types.FrameType], Place | None] | None = None) -> None:
        self.ledger = Ledger()
        self.shelf = Shelf(self.ledger)
        self.events: list[Event] = []
        self.loads: list[Root] = []
        self.splits: list[Any] = []
        self.replay: list[Any] | None = None  # splits of an earlier run, to be used again
        self.on_load: Callable[[int, str, Any], Any] | None = None  # may change what a loader returns
        self.metric_values: dict[int, tuple[Any, Event]] = {}
        self.chosen: dict[int, tuple[Any, frozenset[int]]] = {}  # values that were chosen by a score, by identity
        self._draws: dict[Any, tuple[list[Event], NDArray[np.int64]]] = {}  # scores of rows drawn with repeats, by line
        self.notes: list[str] = []
        self.target: str | None = None
        self.label_names: frozenset[str] = frozenset()  # what an earlier run of the program showed to be labels
        self.made: Made | None = None  # tables that the program makes itself
        self._place_of = place_of or plain_place
        self._owner: dict[int, tuple[Any, Event]] = {}
        self._stack: list[Event] = []
        self._quiet = 0

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

    def answered(self, lineage: Lineage) -> bool:
        """Did a model say this? Its answers are no labels, even where all of them are right."""
        return any(self.events[k].what == "fit" and self.events[k].role in MODELS for k in lineage.via)

    def chosen_on(self, thing: Any) -> frozenset[int]:
        """The selections that a value depends on."""
        entry = self.chosen.get(id(thing))
        return entry[1] if entry is not None and entry[0] is thing else frozenset()

    def _asked_by_program(self) -> bool:
        """Does a line of the program call this, not another library?"""
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename.startswith((LEAKAGE, functools.__file__)):
            frame = frame.f_back
        return frame is not None and not is_library(frame.f_code.co_filename)

    def _steps(self, event: Event) -> frozenset[int]:
        """The events that a value went through with this fit: a pipeline stands for its steps."""
        inner = [k for k in event.children if self.events[k].what == "fit"]
        own = () if event.name in META and event.role == "transformer" else (event.number,)
        return frozenset((*own, *inner))

    @never_raises
    def _outcome(self, event: Event, result: Any) -> None:
        array = as_array(result) if hasattr(result, "shape") or isinstance(result, list) else None
        if array is not None and len(array.shape) >= 1 and not hasattr(array, "tocsr"):
            event.content["out"] = np.asarray(array, dtype=float)

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


def plain_place(frame: types.FrameType) -> Place:
    """File and line; in a notebook the number of the cell that runs."""
    name, cell = frame.f_code.co_filename, None
    if "ipykernel_" in name or name.startswith("<ipython-input"):
        shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
        # the inputs so far, the running one included: some versions of IPython count on before a cell runs, some after
        inputs = getattr(getattr(shell, "history_manager", None), "input_hist_parsed", None)
        name, cell = "notebook", len(inputs) - 1 if inputs else None
    return Place(os.path.basename(name), frame.f_lineno, cell)


def argument(args: tuple, kwargs: dict, position: int, name: str) -> Any:
    return args[position] if len(args) > position else kwargs.get(name)
