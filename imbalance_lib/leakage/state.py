"""What an object holds, as a flat dictionary of paths and plain values: two fitted things are compared by it."""

import random
import re
import types
from collections.abc import Mapping
from functools import partial
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

GENERATORS = (np.random.Generator, np.random.RandomState, np.random.BitGenerator, random.Random)


NAMED = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type, np.ufunc)


DURATION = re.compile(r"(^|_)((re)?fit|score)_time_?$")  # as scikit-learn names them


class Opaque(str):
    """The name of something that cannot be looked into, such as a function."""


def leaves(value: Any, given: tuple[Any, ...] = ()) -> dict[str, Any]:
    """All numbers, arrays and texts inside a value, by their path; the `given` objects themselves are left out."""
    found: dict[str, Any] = {}
    if value is not None:
        start = value if isinstance(value, Mapping) else {type(value).__name__: value}
        _walk_all("", start, list(map(id, given)), found)
    return found


def _walk(path: str, value: Any, above: list[int], found: dict[str, Any]) -> None:
    if id(value) in above or isinstance(value, GENERATORS):
        return
    if isinstance(value, (partial, types.MethodType)):
        value = (value.func, value.args) if isinstance(value, partial) else value.__self__
    parts = _parts(value)
    if parts is None:
        kind = value if isinstance(value, type) else type(value)
        blind = isinstance(value, NAMED) or kind.__eq__ is object.__eq__
        found[path] = Opaque(getattr(value, "__qualname__", kind.__qualname__)) if blind else value
        return
    _walk_all(f"{path}.", parts, [*above, id(value)], found)


def _walk_all(prefix: str, parts: Mapping, above: list[int], found: dict[str, Any]) -> None:
    for name, part in parts.items():
        if not DURATION.search(str(name)):
            _walk(f"{prefix}{name}", part, [*above, id(parts)], found)


def _parts(value: Any) -> Mapping | None:
    """What a value is made of, by name, or None if it is compared as a whole."""
    if value is None or isinstance(value, (str, bytes, bytearray, Number, np.generic, *NAMED)):
        return None
    if isinstance(value, np.ndarray):
        if value.dtype.names:
            return {name: value[name] for name in value.dtype.names}
        simple = value.dtype != object or all(isinstance(x, (str, Number, type(None))) for x in value.flat)
        return None if simple else dict(enumerate(value.flat))
    if isinstance(value, pd.DataFrame):
        columns = {str(name): np.asarray(value.iloc[:, j]) for j, name in enumerate(value.columns)}
        return {"columns": [str(name) for name in value.columns], "index": np.asarray(value.index), **columns}
    if isinstance(value, pd.Series):
        return {"index": np.asarray(value.index), "values": np.asarray(value)}
    if isinstance(value, (pd.Index, pd.api.extensions.ExtensionArray)):
        return {"values": np.asarray(value)}
    if isinstance(value, Mapping):
        return value
    if isinstance(value, (set, frozenset)):
        return dict(enumerate(sorted(value, key=repr)))
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(x, Number) for x in value):
            return {"values": np.asarray(value)}
        if all(isinstance(x, tuple) and len(x) > 1 and isinstance(x[0], str) for x in value):  # steps, transformers
            return {f"{x[0]}": x[1] if len(x) == 2 else x[1:] for x in value}
        return dict(enumerate(value))
    if hasattr(value, "detach"):  # a tensor, or a parameter
        return {"values": np.asarray(value.detach().cpu())}
    if hasattr(value, "tocsr"):
        matrix = value.tocsr().sorted_indices()
        return {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "shape": matrix.shape}
    if callable(getattr(value, "state_dict", None)):
        return value.state_dict()
    try:
        state = value.__getstate__()
    except Exception:
        state = None
    if state is None:  # dates, slices; or nothing that can be looked into
        return None
    return state if isinstance(state, Mapping) else {"state": state}
