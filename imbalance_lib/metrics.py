"""What scikit-learn lacks: the four counts by name, and what a set of decisions costs.

Labels are 0 and 1, and 1 is the rare class. Cells are in scikit-learn's order: tn, fp, fn, tp.
"""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Counts(NamedTuple):
    """The confusion matrix of two classes, by name; the order is that of `confusion_matrix(...).ravel()`."""

    tn: int
    fp: int
    fn: int
    tp: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """What each outcome costs: a number, or an array with one number per row. A gain is a negative cost.

    No cell has a default, so that nobody forgets the second column: a review costs as much on a
    true alert (`tp`) as on a false one (`fp`). Raises ValueError for text, gaps and unequal lengths.

    >>> Costs(tn=0, fp=5, fn=[20.0, 300.0], tp=5)
    Costs(tn=0, fp=5, fn=20 to 300 by row, tp=5)
    """

    tn: float | NDArray[np.float64]
    fp: float | NDArray[np.float64]
    fn: float | NDArray[np.float64]
    tp: float | NDArray[np.float64]

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _cost(f"costs.{field.name}", getattr(self, field.name)))
        lengths = {cell.size for cell in self._cells() if isinstance(cell, np.ndarray)}
        if len(lengths) > 1:
            raise ValueError(f"costs has arrays of lengths {sorted(lengths)}; all of its arrays need the same length")

    def _cells(self) -> list[float | NDArray[np.float64]]:
        return [getattr(self, field.name) for field in fields(self)]

    def take(self, rows: ArrayLike) -> "Costs":
        """The costs of some rows, given by position: `costs.take(X_test.index)` after a scenario's split."""
        picked = np.asarray(rows)
        cells = [cell[picked] if isinstance(cell, np.ndarray) else cell for cell in self._cells()]
        return Costs(**{field.name: cell for field, cell in zip(fields(self), cells, strict=True)})

    def __repr__(self) -> str:
        def show(cell: Any) -> str:
            return f"{cell.min():,.6g} to {cell.max():,.6g} by row" if isinstance(cell, np.ndarray) else f"{cell:,.6g}"

        return f"Costs({', '.join(f'{field.name}={show(getattr(self, field.name))}' for field in fields(self))})"


def counts(y_true: ArrayLike, y_pred: ArrayLike) -> Counts:
    """The four counts of a set of decisions. Both are 1-D, of one length, and hold only 0 and 1.

    >>> counts([0, 0, 0, 1, 1], [0, 0, 1, 0, 1])
    Counts(tn=2, fp=1, fn=1, tp=1)
    """
    true, pred = _pair(y_true, y_pred)
    return Counts(*(int(number) for number in np.bincount(2 * true + pred, minlength=4)))


def row_costs(y_true: ArrayLike, y_pred: ArrayLike, costs: Costs) -> NDArray[np.float64]:
    """What each decision costs, one number per row: what you resample for an interval around a total.

    >>> row_costs([0, 1, 1], [1, 0, 1], Costs(tn=0, fp=5, fn=[20.0, 80.0, 300.0], tp=5)).tolist()
    [5.0, 80.0, 5.0]
    """
    true, pred = _pair(y_true, y_pred)
    if not isinstance(costs, Costs):
        raise ValueError(f"costs is a {type(costs).__name__}; it must be Costs(tn=..., fp=..., fn=..., tp=...)")
    for field in fields(costs):
        cell = getattr(costs, field.name)
        if isinstance(cell, np.ndarray) and len(cell) != len(true):
            raise ValueError(
                f"costs.{field.name} has {len(cell)} numbers and y_true has {len(true)} rows; "
                "take the rows you score, for example with costs.take(X_test.index)"
            )
    negative = np.where(pred == 1, costs.fp, costs.tn)
    positive = np.where(pred == 1, costs.tp, costs.fn)
    return np.where(true == 1, positive, negative).astype(float)


def total_cost(y_true: ArrayLike, y_pred: ArrayLike, costs: Costs) -> float:
    """What a set of decisions costs together, in the unit of `costs`: the sum of `row_costs`.

    >>> total_cost([0, 0, 1, 1], [0, 1, 0, 1], Costs(tn=0, fp=5, fn=100, tp=5))
    110.0
    """
    return float(row_costs(y_true, y_pred, costs).sum())


def labels_and_scores(y_true: ArrayLike, y_score: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Labels of 0 and 1 and their scores as arrays of one length. Raises ValueError where they are not that."""
    labels, scores = _labels("y_true", y_true), _array("y_score", y_score)
    if scores.shape != labels.shape:
        raise ValueError(f"y_score has the shape {scores.shape}; it must have one score for each of {len(labels)} rows")
    if scores.dtype.kind not in "biuf" or not np.isfinite(scores).all():
        raise ValueError("y_score holds something that is not a finite number; it must hold one score a row")
    return labels, scores.astype(float)


def _pair(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    true, pred = _labels("y_true", y_true), _labels("y_pred", y_pred)
    if len(true) != len(pred):
        raise ValueError(f"y_true has {len(true)} rows and y_pred has {len(pred)}; they must have the same length")
    return true, pred


def _labels(name: str, values: ArrayLike) -> NDArray[np.int64]:
    array = _array(name, values)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} has the shape {array.shape}; it must be one column of labels, with at least one row")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {type(array.flat[0]).__name__} values; it must hold the numbers 0 and 1")
    wrong = np.flatnonzero((array != 0) & (array != 1))
    if wrong.size:
        hint = "; did you pass scores instead of decisions?" if array.dtype.kind == "f" else ""
        raise ValueError(f"{name} holds {array[wrong[0]]:g} at row {wrong[0]}; it must hold only 0 and 1{hint}")
    return array.astype(np.int64)


def _cost(name: str, value: Any) -> float | NDArray[np.float64]:
    array = _array(name, value)
    if array.dtype.kind not in "iuf" or array.ndim > 1 or array.size == 0:
        came = f"an array of shape {array.shape}" if array.ndim > 1 or array.size == 0 else repr(value)
        raise ValueError(f"{name} is {came}; it must be a number, or an array with one number per row")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a gap or an infinite number; every cost must be a finite number")
    return array.astype(float) if array.ndim else float(array)


def _array(name: str, values: Any) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as ragged:
        raise ValueError(f"{name} has rows of different lengths; it must be one column of numbers") from ragged
