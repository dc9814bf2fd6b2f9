"""What every data set of the course looks like: a table, its labels, and the world around them."""

from dataclasses import dataclass, replace
from html import escape
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from imbalance_lib.metrics import Costs


@dataclass(frozen=True)
class Capacity:
    """How many alerts somebody can look at: `alerts` out of about `rows` rows that arrive `per` period."""

    alerts: int
    per: str
    rows: int

    def __str__(self) -> str:
        plural = "" if self.alerts == 1 else "s"
        return f"{self.alerts:,} alert{plural} a {self.per}, of about {self.rows:,} rows"


@dataclass(frozen=True)
class About:
    """Where a data set comes from and what to know before you trust it."""

    row: str  # what one row is
    decision: str  # when the decision is made, and what an alert does
    source: str
    license: str
    prevalence: float  # share of rows with y = 1
    real: str
    made: str
    notes: tuple[str, ...]  # what was found when the data were looked at, with figures


class Split(NamedTuple):
    """The four parts in scikit-learn's order."""

    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: NDArray[np.int64]
    y_test: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A table, its labels, and the world around them.

    `X` holds numbers only (gaps are NaN), and only columns that exist when the decision is made.
    Its index counts from 0, so a row's label in the index is also its position in every other part:
    `scenario.costs.take(X_test.index)`, `scenario.groups[X_test.index]`.
    """

    name: str
    X: pd.DataFrame
    y: NDArray[np.int64]  # 0 or 1; 1 is the rare class
    costs: Costs
    capacity: Capacity
    about: About
    aside: pd.DataFrame  # ids, columns from the future, and what was left out of X: for the traps
    time: NDArray[np.float64] | None = None  # when the decision is made; rows are in this order
    groups: NDArray[np.int64] | None = None  # rows of one group are not independent
    label_time: NDArray[np.float64] | None = None  # when the label becomes known

    def __post_init__(self) -> None:
        for part in ("X", "aside", "time", "groups", "label_time"):
            values = getattr(self, part)
            if values is not None and len(values) != len(self.y):
                raise ValueError(f"{part} has {len(values)} rows and y has {len(self.y)}; they must be the same rows")

    def __len__(self) -> int:
        return len(self.y)

    @property
    def prevalence(self) -> float:
        """The share of rows with y = 1."""
        return float(self.y.mean())

    def take(self, rows: ArrayLike) -> "Scenario":
        """The scenario with some of its rows, given by position, counted from 0 again; rows may repeat."""
        picked = np.asarray(rows)

        def part(values: NDArray | None) -> NDArray | None:
            return None if values is None else values[picked]

        y = self.y[picked]
        return replace(
            self,
            X=self.X.iloc[picked].reset_index(drop=True),
            y=y,
            costs=self.costs.take(picked),
            aside=self.aside.iloc[picked].reset_index(drop=True),
            time=part(self.time),
            groups=part(self.groups),
            label_time=part(self.label_time),
            about=replace(self.about, prevalence=float(y.mean())),
        )

    def split(self, test_size: float = 0.25, random_state: int = 0) -> Split:
        """`X_train, X_test, y_train, y_test`, cut the way this data set has to be cut.

        With `time`: train on the past, test on the future. The cut falls between two moments, so that
        the test part is as near to `test_size` as that allows, and `random_state` has no effect. Rows
        whose label was not known yet at the cut (`label_time`) are in neither part.
        Without `time`: at random, with equal prevalence in both parts; rows of one group stay together.
        Raises ValueError if `test_size` is not between 0 and 1, or a part would lack one of the classes.
        """
        if isinstance(test_size, bool) or not isinstance(test_size, (int, float)) or not 0 < test_size < 1:
            raise ValueError(f"test_size is {test_size!r}; it must be a share between 0 and 1, for example 0.25")
        if self.time is None:
            train, test = self._at_random(test_size, random_state)
        else:
            train, test = self._by_time(self.time, test_size)
        for name, rows in (("training", train), ("test", test)):
            found = np.bincount(self.y[rows], minlength=2)
            if found.min() == 0:
                raise ValueError(
                    f"test_size is {test_size:g}, which gives a {name} part of {found.sum():,} rows with {found[1]} "
                    "positives; both classes are needed in both parts, so choose another share or more rows"
                )
        return Split(self.X.iloc[train], self.X.iloc[test], self.y[train], self.y[test])

    def _by_time(self, time: NDArray, test_size: float) -> tuple[NDArray, NDArray]:
        moments, sizes = np.unique(time, return_counts=True)
        later = sizes[::-1].cumsum()[::-1]  # rows at each moment or after it
        cut = moments[np.argmin(np.abs(later - test_size * len(self)))]
        known = time if self.label_time is None else self.label_time
        return np.flatnonzero((time < cut) & (known <= cut)), np.flatnonzero(time >= cut)

    def _at_random(self, test_size: float, random_state: int) -> tuple[NDArray, NDArray]:
        from sklearn.model_selection import train_test_split

        groups = np.arange(len(self)) if self.groups is None else self.groups
        names, first, members = np.unique(groups, return_index=True, return_inverse=True)
        _, held_out = train_test_split(
            np.arange(len(names)), test_size=test_size, stratify=self.y[first], random_state=random_state
        )
        in_test = np.isin(members, held_out)
        return np.flatnonzero(~in_test), np.flatnonzero(in_test)

    def _facts(self) -> list[tuple[str, str]]:
        parts = [part for part in ("time", "groups", "label_time") if getattr(self, part) is not None]
        return [
            ("rows", f"{len(self):,}, with {self.X.shape[1]} columns; {self.about.row}"),
            ("positives", f"{int(self.y.sum()):,} ({self.prevalence:.2%})"),
            ("decision", self.about.decision),
            ("costs", repr(self.costs)),
            ("capacity", str(self.capacity)),
            ("also has", ", ".join([*parts, f"aside ({', '.join(self.aside.columns)})"])),
            ("source", f"{self.about.source} License: {self.about.license}"),
            ("real", self.about.real),
            ("made", self.about.made),
        ]

    def __repr__(self) -> str:
        positives = f"{int(self.y.sum()):,} positives, {self.prevalence:.2%}"
        return f"Scenario({self.name}: {len(self):,} rows, {self.X.shape[1]} columns, {positives})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left;vertical-align:top">{name}</th>'
            f'<td style="text-align:left">{escape(text)}</td></tr>'
            for name, text in self._facts()
        )
        return f'<table><caption style="text-align:left"><b>{escape(self.name)}</b></caption>{rows}</table>'
