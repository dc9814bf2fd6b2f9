"""A user's own CSV as a set to compare on, or one sentence on why it is none."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.collection.cap import capped, shuffled

FEWEST_POSITIVES = 30
MOST_WORDS = 0.5  # distinct words a row: a column with more is an id or free text


@dataclass(frozen=True, eq=False)
class OwnData:
    """A table as strategies are compared on it, and what was done to it."""

    X: pd.DataFrame
    y: NDArray[np.int64]
    time: NDArray[np.float64] | None
    groups: NDArray[np.int64] | None
    notes: tuple[str, ...]


def read_own(
    file: Path, target: str, *, groups: str | None = None, time: str | None = None, max_rows: int = 4_000
) -> OwnData:
    """The table of a CSV file: `target` has two values, of which the rarer is 1.

    `groups` and `time` name columns that divide the rows and are no features. Of more than `max_rows` rows a sample
    with the same prevalence is taken. Raises ValueError with one sentence if the file can't be used.
    """
    table = _read(file)
    for role, name in {"target": target, "groups": groups, "time": time}.items():
        if name is not None and name not in table.columns:
            raise ValueError(f"{role} is {name!r}; {file.name} has no such column{_hint(name, table.columns)}")
    labels, note = _labels(table[target], target)
    notes = [note]
    moments = None if time is None else _moments(table[time], time)
    order = np.arange(len(table)) if moments is None else np.argsort(moments, kind="stable")
    whose = None if groups is None else pd.factorize(table[groups], use_na_sentinel=False)[0]
    X = table.drop(columns=[name for name in (target, groups, time) if name is not None])
    X, about = _features(X)
    notes += about
    order = order[capped(labels[order], max_rows, None if whose is None else whose[order])]
    if len(order) < len(table):
        notes.append(f"{len(order):,} of {len(table):,} rows are used (--max-rows), with the same prevalence.")
    if moments is None:
        order = shuffled(order)
    return OwnData(
        X.iloc[order].reset_index(drop=True),
        labels[order],
        None if moments is None else moments[order],
        None if whose is None else whose[order].astype(np.int64),
        tuple(notes),
    )


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise ValueError(f"file is {str(file)!r}; there is no such file")
    try:
        table = pd.read_csv(file, low_memory=False)
    except (ValueError, UnicodeDecodeError) as fault:
        first = str(fault).splitlines()[0]
        raise ValueError(f"file is {str(file)!r}; it cannot be read as a CSV table ({first})") from None
    if table.shape[1] < 2:
        raise ValueError(f"file is {str(file)!r}; it has one column, {table.columns[0]!r}: is another separator used?")
    if table.empty:
        raise ValueError(f"file is {str(file)!r}; it has column names and no rows")
    return table


def _labels(column: pd.Series, name: str) -> tuple[NDArray[np.int64], str]:
    gaps = int(column.isna().sum())
    if gaps:
        raise ValueError(
            f"target is {name!r}; {gaps:,} of its {len(column):,} rows are empty: drop or label them first"
        )
    counts = column.astype(object).value_counts()
    if len(counts) != 2:
        shown = ", ".join(map(repr, counts.index[:4])) + (", ..." if len(counts) > 4 else "")
        many = "one value" if len(counts) == 1 else f"{len(counts):,} values"
        raise ValueError(f"target is {name!r}; it has {many} ({shown}), and it must have two")
    rare, n = counts.index[1], int(counts.iloc[1])
    if n < FEWEST_POSITIVES:
        raise ValueError(
            f"target is {name!r}; {n} of its {len(column):,} rows are {rare!r}, and a comparison needs at least "
            f"{FEWEST_POSITIVES}: with fewer, chance decides which strategy wins"
        )
    note = f"{name} = {rare!r} is the rare class: {n:,} of {len(column):,} rows ({n / len(column):.2%})."
    return (column == rare).to_numpy().astype(np.int64), note


def _moments(column: pd.Series, name: str) -> NDArray[np.float64]:
    if pd.api.types.is_numeric_dtype(column):
        moments = column.to_numpy(dtype=float)
    else:
        dates = pd.to_datetime(column, errors="coerce", format="mixed")
        moments = np.where(dates.isna(), np.nan, dates.to_numpy().astype("datetime64[s]").astype(float))
    wrong = np.flatnonzero(np.isnan(moments))
    if len(wrong):
        raise ValueError(f"time is {name!r}; row {wrong[0] + 1} holds {column.iloc[wrong[0]]!r}, no number and no date")
    return moments


def _features(X: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Numbers as numbers, words as categories; columns that say nothing are left out."""
    notes, kept = [], {}
    for name, column in X.items():
        distinct, present = column.nunique(), int(column.notna().sum())
        if distinct < 2:
            notes.append(f"{name} is left out: it has one value.")
            continue
        if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            kept[name] = column.astype(float if column.dtype.kind == "f" else np.int64)
            continue
        numbers = pd.to_numeric(column, errors="coerce")
        if numbers.notna().sum() > 0.5 * present:
            row = int(np.flatnonzero(numbers.isna() & column.notna())[0])
            raise ValueError(
                f"column {name!r} holds numbers, and in row {row + 1} the text {column.iloc[row]!r}: "
                "leave a gap there, or a number"
            )
        if distinct > MOST_WORDS * present:
            notes.append(f"{name} is left out: it has another word in nearly every row.")
            continue
        kept[name] = column.astype(object).map(str, na_action="ignore").astype("category")
    if not kept:
        raise ValueError("the file has no column to learn from besides those that were named")
    return pd.DataFrame(kept), notes


def _hint(name: str, columns: pd.Index) -> str:
    close = get_close_matches(name, [str(c) for c in columns], n=1, cutoff=0.5)
    names = ", ".join(map(str, columns[:8])) + (", ..." if len(columns) > 8 else "")
    return f"; did you mean {close[0]!r}?" if close else f"; it has {names}"
