"""A user's own CSV as a set to compare on, or one sentence on why it is none."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.collection.cap import capped, shuffled
from imbalance_lib.collection.dataset import category, numbered

FEWEST_POSITIVES = 30
FEWEST_GROUPS = 10
FEWEST_MOMENTS = 4
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

    `groups` and `time` name columns that divide the rows and are no features; with `time`, groups do not divide. Of
    more than `max_rows` rows a sample with the same prevalence is taken. Raises ValueError with one sentence if the
    file can't be used.
    """
    table = _read(file)
    given = {"target": target, "groups": groups, "time": time}
    roles = {role: name for role, name in given.items() if name is not None}
    for role, name in roles.items():
        if name not in table.columns:
            raise ValueError(f"{role} is {name!r}; {file.name} has no such column{_hint(name, table.columns)}")
    if len(set(roles.values())) < len(roles):
        raise ValueError(f"target, groups and time are {list(roles.values())}; they must be different columns")
    labels, note = _labels(table[target], target)
    notes = [note]
    moments = None if time is None else _moments(table[time], time)
    order = np.arange(len(table)) if moments is None else np.argsort(moments, kind="stable")
    whose = None if groups is None else _whose(table[groups], groups)
    if moments is not None and len(np.unique(moments)) < FEWEST_MOMENTS:
        notes.append(f"{time} has {len(np.unique(moments))} moments: too few to train on the past; folds are random.")
    if moments is not None and whose is not None:
        notes.append(f"{groups} is left out and does not divide the rows: {time} does.")
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
        None if whose is None else whose[order],
        tuple(notes),
    )


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise ValueError(f"file is {str(file)!r}; there is no such file")
    try:
        with open(file, newline="", encoding="utf-8-sig") as lines:
            names = next(csv.reader(lines), [])
        table = pd.read_csv(file, low_memory=False)
    except (ValueError, UnicodeDecodeError) as fault:
        first = str(fault).splitlines()[0]
        raise ValueError(f"file is {str(file)!r}; it cannot be read as a CSV table ({first})") from None
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"file is {str(file)!r}; the column name {twice[0]!r} is there twice")
    if table.shape[1] < 2:
        raise ValueError(
            f"file is {str(file)!r}; it has one column, {table.columns[0]!r}: columns must be separated by commas"
        )
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
        dates = pd.to_datetime(column, errors="coerce", format="ISO8601", utc=True)
        seconds = (dates - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
        moments = seconds.to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(~np.isfinite(moments))
    if len(wrong):
        what = "is empty" if pd.isna(column.iloc[wrong[0]]) else f"holds {column.iloc[wrong[0]]!r}"
        raise ValueError(
            f"time is {name!r}; row {wrong[0] + 1} {what}: every row needs a number, or a date such as 2024-01-31"
        )
    return moments


def _whose(column: pd.Series, name: str) -> NDArray[np.int64]:
    if column.nunique() < FEWEST_GROUPS:
        raise ValueError(f"groups is {name!r}; it has {column.nunique()} groups, and needs at least {FEWEST_GROUPS}")
    return numbered(column)


def _features(X: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Numbers as numbers, words as categories; columns that say nothing are left out."""
    notes, kept = [], {}
    for name, column in X.items():
        distinct, present = column.nunique(), int(column.notna().sum())
        if distinct < 2:
            notes.append(f"{name} is left out: it has one value.")
            continue
        if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            endless = np.flatnonzero(np.isinf(column.to_numpy(dtype=float)))
            if len(endless):
                raise ValueError(f"column {name!r} holds an infinite number in row {endless[0] + 1}")
            kept[name] = column.astype(float if column.dtype.kind == "f" else np.int64)
            continue
        numbers = pd.to_numeric(column, errors="coerce")
        if numbers.notna().sum() > 0.5 * present:
            row = int(np.flatnonzero(numbers.isna() & column.notna())[0])
            raise ValueError(
                f"column {name!r} holds numbers, and in row {row + 1} the text {column.iloc[row]!r}: "
                "leave a gap there, or a number"
            )
        commas = column.dropna().astype(str).str.fullmatch(r"-?\d{1,12},\d+")
        if commas.mean() > 0.5:
            raise ValueError(f"column {name!r} holds numbers with a decimal comma; write them with a point")
        if distinct > MOST_WORDS * present:
            dates = pd.to_datetime(column, errors="coerce", format="ISO8601", utc=True).notna().sum()
            hint = "; it looks like dates: name it with --time" if dates > 0.5 * present else ""
            notes.append(f"{name} is left out: {distinct:,} different words in {present:,} rows{hint}.")
            continue
        kept[name] = category(column)
    if not kept:
        raise ValueError(f"the file has no column to learn from{': ' if notes else ''}{' '.join(notes)}")
    return pd.DataFrame(kept), notes


def _hint(name: str, columns: pd.Index) -> str:
    close = get_close_matches(name, [str(c) for c in columns], n=1, cutoff=0.5)
    names = ", ".join(map(str, columns[:8])) + (", ..." if len(columns) > 8 else "")
    return f"; did you mean {close[0]!r}?" if close else f"; it has {names}"
