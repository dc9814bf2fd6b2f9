"""A collection of imbalanced sets from many sources, on which strategies are compared.

>>> from imbalance_lib import collection
>>> collection.load("yeast-me2")
DataSet(yeast-me2: 1,484 rows, 8 columns, 51 positives, 3.44%)
"""

from difflib import get_close_matches

import pandas as pd

from imbalance_lib.collection import common, course, r_tables, thinned
from imbalance_lib.collection.cap import capped, shuffled
from imbalance_lib.collection.dataset import DataSet, Entry, Table
from imbalance_lib.scenarios.arguments import whole

__all__ = ["ENTRIES", "DataSet", "Entry", "Table", "catalogue", "load", "names"]

FEWEST_ROWS = 1_000  # below that, 30 positives would no longer be rare

ENTRIES: dict[str, Entry] = {
    entry.name: entry
    for entry in sorted(
        (*common.ENTRIES, *course.ENTRIES, *r_tables.ENTRIES, *thinned.ENTRIES),
        key=lambda entry: (entry.source, entry.name),
    )
}


def names() -> list[str]:
    """The names of all sets, those of one source next to each other."""
    return list(ENTRIES)


def load(name: str, max_rows: int = 4_000) -> DataSet:
    """The set of that name, with at most `max_rows` rows: the same ones in every call.

    Raises ValueError for a name that is not in the collection or `max_rows` below 1,000, and
    ModuleNotFoundError or FileNotFoundError without the data.
    """
    most = whole("max_rows", max_rows, FEWEST_ROWS)
    if name not in ENTRIES:
        raise ValueError(f"name is {name!r}; {_hint(name)}")
    X, y, time, groups = ENTRIES[name].table()
    rows = capped(y, most, groups)
    if time is None:
        rows = shuffled(rows)
    X = X.iloc[rows].reset_index(drop=True)
    X = X[[column for column in X if X[column].nunique(dropna=False) > 1]]
    for column in X.select_dtypes("category"):
        X[column] = X[column].cat.remove_unused_categories()
    return DataSet(
        entry=ENTRIES[name],
        X=X,
        y=y[rows],
        time=None if time is None else time[rows],
        groups=None if groups is None else groups[rows],
        cut=len(y),
        prevalence_before=float(y.mean()),
    )


def catalogue(max_rows: int = 4_000) -> pd.DataFrame:
    """One row per set, as it is after capping, with what was counted in it. This loads every set.

    `cut` is the rows before capping, `gaps` the share of cells without a value, `repeats` the share of rows
    whose features repeat an earlier row, `groups` their number (0: none). Raises as `load` does.
    """
    return pd.DataFrame([_line(load(name, max_rows)) for name in names()])


def _line(data: DataSet) -> dict[str, object]:
    categorical = data.X.select_dtypes("category").shape[1]
    return {
        "name": data.entry.name,
        "source": data.entry.source,
        "package": data.entry.package,
        "positive": data.entry.positive,
        "rows": data.n_rows,
        "cut": data.cut,
        "positives": data.n_positives,
        "prevalence": data.prevalence,
        "columns": data.X.shape[1],
        "numeric": data.X.shape[1] - categorical,
        "categorical": categorical,
        "gaps": float(data.X.isna().to_numpy().mean()),
        "repeats": data.repeats,
        "time": data.time is not None,
        "groups": 0 if data.groups is None else int(pd.Series(data.groups).nunique()),
        "real": data.entry.real,
        "license": data.entry.license,
    }


def _hint(name: object) -> str:
    close = get_close_matches(str(name), ENTRIES, n=3, cutoff=0.5)
    if close:
        return f"the collection has {' and '.join(map(repr, close))}; names() lists all {len(ENTRIES)}"
    return f"it must be one of the {len(ENTRIES)} that names() lists, for example 'yeast-me2'"
