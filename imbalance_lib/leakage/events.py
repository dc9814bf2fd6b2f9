"""What happened while a program was watched: fits, predictions, scores, in order, with rows and places."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODELS = ("model", "search")  # the roles of fits that answer for rows


@dataclass(frozen=True)
class Place:
    """A line of the program; `cell` is the number of a notebook's code cell, counted from 1."""

    file: str
    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.file}, cell {self.cell}, line {self.line}" if self.cell else f"{self.file}, line {self.line}"


@dataclass
class Event:
    """One step: `what` is fit, resample, predict, score, split or select; `ids` are the rows it saw."""

    number: int
    what: str
    name: str  # class or function
    place: Place | None
    ids: Any = None  # an array of row numbers, None where nobody knows
    via: frozenset[int] = frozenset()  # fitted steps that shaped what it saw
    role: str = ""  # of a fit: model, transformer, selector, encoder, resampler, search, outlier
    supervised: bool = False
    path: tuple[int, ...] = ()  # the lines of the program that were running, innermost first
    within: tuple[int, ...] = ()  # the fits inside which it happened, outermost first
    children: list[int] = field(default_factory=list)
    eval_ids: NDArray[np.int64] | None = None  # rows of an early-stopping set
    weighted: bool = False  # a score with sample weights
    thin: bool = False  # a fit whose input is one column: a calibrator, or scores
    content: dict[str, Any] = field(default_factory=dict)  # row hashes, parameters, outputs: compared between runs
    tool: Any = None  # the estimator
    data: Any = None  # the table it was fitted on
    chosen_on: frozenset[int] = frozenset()  # selections that shaped predictions
    rows_via: frozenset[int] = frozenset()  # of a score: steps that made or picked the scored rows themselves
