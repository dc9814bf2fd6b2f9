"""Held-out rows replaced where a program gets its tables: other features, other labels, the same form."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.rows import Root, as_array, codes, n_rows

FEATURES, LABELS = "features", "labels"


@dataclass(frozen=True)
class Swap:
    """Which rows of which loads change, how, and where: as the table is read, or once the rows stand apart (`late`)."""

    what: str  # features, labels, or a column's name
    rows: NDArray[np.int64]  # row numbers, over all roots
    labels: dict[int, float] = field(default_factory=dict)  # new 0/1 labels by row number
    late: bool = False
    delay: bool = False  # labels that are not known yet in the middle of the scored time
    wild: bool = True  # numbers may leave the range they had
    column: str | None = None
    kept: tuple[str, ...] = ()  # columns that stay: ids, times, groups
    tied: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))  # stay, but may follow those rows
    seed: int = 0


@dataclass(frozen=True)
class Label:
    """The column of a root that holds the labels, and how its values say 0 and 1."""

    name: str
    zero: Any
    one: Any


def label_of(root: Root, target: str | None) -> Label | None:
    """The column whose values go with the labels that the program used, one to one."""
    known = ~np.isnan(root.label)
    if known.sum() < 10 or len(np.unique(root.label[known])) < 2:
        return None
    names = [target] if target in root.columns else list(root.columns)[::-1]
    names.sort(key=lambda name: name != "scenario.y")
    best: tuple[float, Label] | None = None
    for name in names:
        values = root.columns[str(name)]
        series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
        if len(series) != root.n or series.nunique() > 20:
            continue
        numbers = codes(series)
        ones, zeros = numbers[known & (root.label == 1)], numbers[known & (root.label == 0)]
        if len(np.unique(ones)) != 1 or np.isnan(ones[0]) or ones[0] in zeros:
            continue
        rest = series[(numbers != ones[0]) & ~np.isnan(numbers)]
        if rest.empty:
            continue
        first = series[numbers == ones[0]].iloc[0]
        found = Label(str(name), rest.mode().iloc[0], first)
        purity = 1 / rest.nunique()
        if best is None or purity > best[0]:
            best = (purity, found)
    return best[1] if best else None


def fill_labels(root: Root, label: Label) -> None:
    """Labels of the rows that the program never used, from the column that holds them."""
    values = root.columns[label.name]
    series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
    known = series.notna().to_numpy()
    root.label = np.where(known, (series == label.one).to_numpy().astype(float), root.label)


def changed(value: Any, offset: int, swap: Swap, label: Label | None, y_position: int | None) -> Any:
    """What a loader returned, with some rows replaced; the original stays as it is."""
    kind = type(value).__name__
    if kind == "Scenario":
        return _scenario(value, offset, swap)
    if kind == "Draw":
        return value._replace(seen=_scenario(value.seen, offset, swap))
    if isinstance(value, pd.DataFrame):
        return _frame(value, offset, swap, label)
    if isinstance(value, np.ndarray):
        named = pd.DataFrame(value, columns=[f"column {k}" for k in range(value.shape[1])], copy=True)
        return _frame(named, offset, swap, label).to_numpy(dtype=value.dtype)
    if isinstance(value, tuple):
        parts = list(value)
        for k, part in enumerate(parts):
            is_y = k == y_position
            if is_y and swap.what == LABELS:
                parts[k] = _vector(part, offset, swap)
            elif not is_y and swap.what != LABELS and hasattr(part, "shape"):
                parts[k] = _features(part, offset, swap)
        return tuple(parts)
    if isinstance(value, dict):
        made = value.copy() if hasattr(value, "copy") else dict(value)
        made = type(value)(**made) if not isinstance(made, type(value)) else made
        if swap.what == LABELS and hasattr(value.get("target"), "shape"):
            made["target"] = _vector(value["target"], offset, swap)
        elif swap.what != LABELS and hasattr(value.get("data"), "shape"):
            made["data"] = _features(value["data"], offset, swap)
        return made
    return value


def _positions(n: int, offset: int, swap: Swap) -> NDArray[np.int64]:
    rows = swap.rows - offset
    return rows[(rows >= 0) & (rows < n)]


def _scenario(value: Any, offset: int, swap: Swap) -> Any:
    if swap.what == LABELS:
        return replace(value, y=_vector(value.y, offset, swap))
    if swap.what == FEATURES:
        return replace(value, X=_frame(value.X, offset, swap, None))
    if swap.column in value.aside:
        return replace(value, aside=_frame(value.aside, offset, swap, None))
    return replace(value, X=_frame(value.X, offset, swap, None))


def _vector(y: Any, offset: int, swap: Swap) -> Any:
    """New labels in the place of the old, in the same spelling."""
    rows = _positions(n_rows(y) or 0, offset, swap)
    made = y.copy() if hasattr(y, "copy") else np.array(y)
    old = made.to_numpy() if isinstance(made, (pd.Series, pd.DataFrame)) else made
    one, zero = np.max(old), np.min(old)
    new = [one if swap.labels.get(int(r) + offset, 0) else zero for r in rows]
    if isinstance(made, pd.Series):
        made.iloc[rows] = new
    else:
        made[rows] = new
    return made


def _frame(frame: pd.DataFrame, offset: int, swap: Swap, label: Label | None) -> pd.DataFrame:
    rows = _positions(len(frame), offset, swap)
    if not len(rows):
        return frame
    made = frame.copy()
    places = {str(c): k for k, c in enumerate(frame.columns)}
    if swap.what == LABELS:
        if label is not None and label.name in places:
            new = [label.one if swap.labels.get(int(r) + offset, 0) else label.zero for r in rows]
            k = places[label.name]
            column = made.iloc[:, k].copy()
            column.iloc[rows] = new
            made = _with(made, k, column)
        return made
    for name, k in places.items():
        if swap.column is not None:
            if name == swap.column:
                made = _with(made, k, _column(frame.iloc[:, k], rows, swap, k, forced=True))
        elif (label is None or name != label.name) and name not in swap.kept:
            made = _with(made, k, _column(frame.iloc[:, k], rows, swap, k))
    return made


def _with(frame: pd.DataFrame, k: int, column: pd.Series) -> pd.DataFrame:
    frame.isetitem(k, column)
    return frame


def _column(column: pd.Series, rows: NDArray, swap: Swap, k: int, forced: bool = False) -> pd.Series:
    """Some entries of a column drawn anew from the same entries; numbers with a fraction may be stretched too."""
    rng = np.random.default_rng([swap.seed, k])
    kind = getattr(column.dtype, "kind", "O")
    present = rows[column.iloc[rows].notna().to_numpy()]
    if len(present) < 2:
        return column
    old = column.iloc[present]
    if not forced and (kind in "mM" or looks_like_time(column) or _looks_like_id(old, kind)):
        return column
    order = np.argsort(codes(old), kind="stable")
    drawn = order[(len(order) * rng.beta(2.0, 1.2, len(order))).astype(int)]
    made = column.copy()
    if kind == "f":
        stretch = rng.uniform(0.7, 1.6, len(drawn)) if swap.wild else rng.uniform(0.97, 1.03, len(drawn))
        made.iloc[present] = (old.to_numpy()[drawn] * stretch).astype(column.dtype)
    else:
        made.iloc[present] = old.to_numpy()[drawn]
    return made


def _looks_like_id(column: pd.Series, kind: str) -> bool:
    """Nearly every entry its own: words that are no numbers, or whole numbers in order."""
    if kind == "f" or column.nunique() <= 0.9 * len(column):
        return False
    if kind in "iu":
        return bool(column.is_monotonic_increasing or column.is_monotonic_decreasing)
    return bool(pd.to_numeric(column, errors="coerce").isna().mean() > 0.2)


def looks_like_time(column: pd.Series) -> bool:
    """Does a column of words hold dates?"""
    if getattr(column.dtype, "kind", "O") in "biufc":
        return False
    sample = column.dropna().astype(str).iloc[:20]
    if sample.empty or not sample.str.match(r"^\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}").all():
        return False
    return bool(pd.to_datetime(sample, errors="coerce", format="mixed").notna().all())


def _features(part: Any, offset: int, swap: Swap) -> Any:
    if isinstance(part, pd.DataFrame):
        return _frame(part, offset, swap, None)
    array = as_array(part)
    if array is None or hasattr(array, "tocsr") or getattr(part, "ndim", 0) < 2:
        return part
    rows = _positions(len(part), offset, swap)
    made = np.array(part, copy=True)
    rng = np.random.default_rng([swap.seed, 77])
    flat = made.reshape(len(made), -1)
    for j in range(flat.shape[1]):
        drawn = flat[rng.choice(rows, len(rows)), j] if len(rows) else flat[rows, j]
        if made.dtype.kind == "f":
            drawn = drawn * rng.uniform(0.7, 1.6, len(rows)) + (0.3 * flat[:, j].std() if swap.wild else 0)
        flat[rows, j] = drawn
    return flat.reshape(made.shape)
