"""What an array, frame, tensor or sparse matrix holds, as numbers, and what each of its rows looks like."""

import functools
import os
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LARGEST = 50_000_000  # cells; larger tables are followed by identity and index alone


PLAIN = (str, float, int, list, tuple, dict)  # have no shape
DEBUG = bool(os.environ.get("IMBALANCE_AUDIT_DEBUG"))  # the watcher's own faults are raised


def never_raises(function: Any) -> Any:
    """Our own faults must not reach the program that is watched: the answer is then None."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception:
            if DEBUG:
                raise
            return None

    return call


def shape_of(thing: Any) -> tuple[int, ...]:
    """The shape of an array, frame, tensor or sparse matrix; () for all else, classes among them."""
    if isinstance(thing, (np.ndarray, pd.DataFrame, pd.Series)):
        return thing.shape
    shape = None if isinstance(thing, (type, *PLAIN)) else getattr(thing, "shape", None)
    try:
        return tuple(int(k) for k in shape) if shape is not None and not callable(shape) else ()
    except (TypeError, ValueError):
        return ()


def n_rows(thing: Any) -> int | None:
    """How many rows an array, frame, series, sparse matrix, tensor or list has; None where that means nothing."""
    shape = shape_of(thing)
    if shape:
        return shape[0]
    return len(thing) if isinstance(thing, (list, tuple)) else None


def as_array(thing: Any) -> NDArray | None:
    """An array, list, tensor or sparse matrix as a dense or sparse numeric array; None where it is not numeric."""
    try:
        return _as_array(thing)
    except Exception:  # lists of dicts, arrays of objects: no table
        return None


def _as_array(thing: Any) -> NDArray | None:
    if isinstance(thing, pd.DataFrame):
        if all(isinstance(kind, np.dtype) and kind.kind in "biuf" for kind in set(thing.dtypes)):
            return thing.to_numpy(dtype=np.float64, copy=True) if thing.shape[1] else None
        columns = [codes(thing.iloc[:, k]) for k in range(thing.shape[1])]
        return np.column_stack(columns) if columns else None
    if isinstance(thing, pd.Series):
        return codes(thing)
    if hasattr(thing, "detach"):
        thing = thing.detach().cpu()
    if hasattr(thing, "tocsr"):
        return thing
    try:
        array = np.asarray(thing)
    except Exception:  # an object whose conversion raises is no table
        return None
    if array.dtype.kind in "biuf":
        return array
    if array.dtype.kind in "OUS" and array.ndim in (1, 2) and array.size < LARGEST:
        flat = [codes(pd.Series(array[:, k])) for k in range(array.shape[1])] if array.ndim == 2 else None
        return np.column_stack(flat) if flat else codes(pd.Series(array))
    return None


def codes(column: pd.Series) -> NDArray[np.float64]:
    """A column as numbers: times as nanoseconds, words as numbers that equal words share in every table."""
    kind = getattr(column.dtype, "kind", "O")
    if kind in "biuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    if kind in "mM":
        return column.to_numpy().astype("datetime64[ns]" if kind == "M" else "timedelta64[ns]").astype(np.float64)
    which, words = pd.factorize(column.to_numpy(dtype=object))  # -1 where there is none
    numbers = None if _is_word(words) else pd.to_numeric(pd.Series(words), errors="coerce")
    if numbers is not None and numbers.notna().all():
        each = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        each = (pd.util.hash_array(words, categorize=False) >> np.uint64(12)).astype(np.float64)
    return np.append(each, np.nan)[which]


def _is_word(words: NDArray) -> bool:
    """Is the first of them no number? It need not be asked of the others then."""
    if not len(words) or not isinstance(words[0], str):
        return False
    try:
        float(words[0])
    except ValueError:
        return True
    return False


@functools.lru_cache(maxsize=64)
def _weights(n: int) -> NDArray[np.uint64]:
    return np.random.Generator(np.random.PCG64(20240229)).integers(1, 2**63, n, dtype=np.uint64) * 2 + 1


def row_hash(array: Any) -> NDArray[np.uint64]:
    """One number a row, the same for float64, float32, sparse and dense, and for 0.0 and -0.0."""
    if hasattr(array, "tocsr"):
        sparse = array.tocsr()
        total = np.zeros(sparse.shape[0], dtype=np.uint64)
        rows = np.repeat(np.arange(sparse.shape[0]), np.diff(sparse.indptr))
        np.add.at(total, rows, _bits(sparse.data) * _weights(sparse.shape[1])[sparse.indices])
    else:
        table = np.asarray(array)
        table = table.reshape(len(table), -1)
        total = (_bits(table) * _weights(table.shape[1])).sum(axis=1, dtype=np.uint64)
    return (total ^ (total >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)


def _bits(values: NDArray) -> NDArray[np.uint64]:
    with np.errstate(over="ignore", invalid="ignore"):
        single = np.asarray(values, dtype=np.float32) + np.float32(0)
    single = np.where(np.isnan(single), np.float32(np.nan), single)
    return np.ascontiguousarray(single).view(np.uint32).astype(np.uint64)


def is_own(value: Any) -> bool:
    """Is this a whole number that Python keeps an object for, not one of those that all share?"""
    return type(value) is int and abs(value) > 256
