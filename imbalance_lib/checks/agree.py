"""Turn an answer into plain data, then compare it: numbers count, their packing does not."""

import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

RTOL, ATOL = 1e-6, 1e-9
MOST_VALUES = 1_000_000
MOST_DEPTH = 8
MOST_BITS = 1000  # beyond 1023 a whole number is no float any more


class NotPlain(TypeError):
    """The answer is made of something that cannot be compared; the message says what."""


def plain(value: Any) -> Any:
    """`value` as None, bool, int, float, str, list or dict, by exact type.

    Arrays, Series, tensors, fractions and named tuples are unpacked. Objects of other classes are refused
    by name (NotPlain): one that claims to equal everything would pass any comparison.
    """
    return _plain(value, 0, [0])


def _plain(value: Any, depth: int, seen: list[int]) -> Any:
    seen[0] += 1
    kind = type(value)
    if depth > MOST_DEPTH or seen[0] + _length(value, kind) > MOST_VALUES:
        raise NotPlain("the answer is too deep or too large to be compared")
    if kind is int and value.bit_length() > MOST_BITS:
        raise NotPlain("the answer holds a whole number too large to be compared")
    if value is None or kind in (bool, int, float, str):
        return value
    if kind in (Fraction, Decimal) or (issubclass(kind, np.floating) and kind.__module__ == "numpy"):
        try:
            return float(value)
        except (OverflowError, ValueError):
            raise NotPlain(f"the answer holds a {kind.__name__} that is no ordinary number") from None
    if issubclass(kind, np.generic) and kind.__module__ == "numpy":
        return _plain(value.item(), depth + 1, seen)
    if kind is np.ndarray:
        return _plain(value.tolist(), depth + 1, seen)
    if issubclass(kind, tuple) and (kind is tuple or hasattr(kind, "_fields")):
        return [_plain(v, depth + 1, seen) for v in tuple.__iter__(value)]
    if kind is list:
        return [_plain(v, depth + 1, seen) for v in value]
    if issubclass(kind, dict) and kind.__module__ in ("builtins", "collections"):
        return {_key(k): _plain(v, depth + 1, seen) for k, v in dict.items(value)}
    if kind in (set, frozenset):
        return sorted((_plain(v, depth + 1, seen) for v in value), key=_rank)
    pandas, torch = sys.modules.get("pandas"), sys.modules.get("torch")
    if pandas is not None and kind is pandas.Series and not _numbered(value.index):
        return {_key(k): _plain(v, depth + 1, seen) for k, v in value.items()}
    if pandas is not None and kind in (pandas.Series, pandas.DataFrame):
        return _plain(value.to_numpy().tolist(), depth + 1, seen)
    if pandas is not None and issubclass(kind, pandas.Index):
        return _plain(value.tolist(), depth + 1, seen)
    if torch is not None and kind is torch.Tensor:
        return _plain(value.detach().cpu().tolist(), depth + 1, seen)
    raise NotPlain(
        f"the answer holds an object of type {kind.__name__!r}; numbers, text, lists, arrays or dicts are expected"
    )


def _length(value: Any, kind: type) -> int:
    """Values in an array or a table, asked before they are unpacked: that alone could use up the memory."""
    if kind.__module__.partition(".")[0] not in ("numpy", "pandas", "torch"):
        return 0
    size = value.numel() if hasattr(kind, "numel") else getattr(value, "size", 0)
    return size if isinstance(size, int) else 0


def _rank(value: Any) -> tuple[Any, ...]:
    """Orders what a set holds; numbers by size, whatever their type."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
        return (0, value, "")
    return (1, 0, repr(value))


def _numbered(index: Any) -> bool:
    return all(isinstance(k, (int, np.integer)) for k in index)


def _key(key: Any) -> Any:
    return _hashable(plain(key))


def _hashable(key: Any) -> Any:
    if isinstance(key, list):
        return tuple(_hashable(k) for k in key)
    return int(key) if isinstance(key, float) and key.is_integer() else key


def agree(expected: Any, got: Any, *, rtol: float = RTOL, atol: float = ATOL) -> str | None:
    """None when two pieces of plain data say the same; otherwise one sentence on what differs.

    >>> agree([0.5, 1.0], [0.5000000001, 1])
    >>> agree([0.5, 1.0], [[0.5], [1.0]])
    'a column of 2 (shape 2 x 1) came, 2 numbers in a row were expected'
    """
    if isinstance(expected, bool):
        return None if got is expected else _came(got, "True or False")
    if isinstance(expected, (int, float)):
        if isinstance(got, bool) or not isinstance(got, (int, float)):
            return _came(got, "a number")
        return None if _close(expected, got, rtol, atol) else "the number differs"
    if isinstance(expected, str):
        if not isinstance(got, str):
            return _came(got, "text")
        return None if got == expected else "the text differs"
    if isinstance(expected, list):
        return _agree_lists(expected, got, rtol, atol)
    if isinstance(expected, dict):
        return _agree_dicts(expected, got, rtol, atol)
    return None if got is None else _came(got, "nothing (None)")


def _close(a: float, b: float, rtol: float, atol: float) -> bool:
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    if a == b or math.isinf(a):  # nothing is within a share of infinity
        return a == b
    counts = isinstance(a, int) and isinstance(b, int)
    return abs(a - b) <= (atol if counts else max(rtol * abs(a), atol))


def _agree_lists(expected: list[Any], got: Any, rtol: float, atol: float) -> str | None:
    if not isinstance(got, list):
        return _came(got, f"{len(expected)} values")
    flat = not any(isinstance(v, list) for v in expected)
    if flat and len(expected) > 1 and len(got) == len(expected) and all(_single(v) for v in got):
        return f"a column of {len(got)} (shape {len(got)} x 1) came, {len(expected)} numbers in a row were expected"
    if flat and len(got) == 1 and isinstance(got[0], list) and len(got[0]) == len(expected):
        return f"one row inside a list (shape 1 x {len(expected)}) came, {len(expected)} numbers in a row were expected"
    if len(got) != len(expected):
        return f"{len(got)} values came, {len(expected)} were expected"
    for i, (a, b) in enumerate(zip(expected, got, strict=True)):
        differs = agree(a, b, rtol=rtol, atol=atol)
        if differs:
            return f"value {i + 1} of {len(expected)}: {differs}"
    return None


def _agree_dicts(expected: dict[Any, Any], got: Any, rtol: float, atol: float) -> str | None:
    if not isinstance(got, dict):
        return _came(got, f"a dict with the keys {_names(expected)}")
    wanted, came = ({(isinstance(k, bool), k) for k in keys} for keys in (expected, got))  # True is not 1
    if missing := [k for k in expected if (isinstance(k, bool), k) in wanted - came]:
        return (
            f"the key {_names(missing)} is missing" if len(missing) == 1 else f"the keys {_names(missing)} are missing"
        )
    if extra := [k for k in got if (isinstance(k, bool), k) in came - wanted]:
        return f"the dict also has {_names(extra)}, which was not asked for"
    for key, value in expected.items():
        differs = agree(value, got[key], rtol=rtol, atol=atol)
        if differs:
            return f"{key!r}: {differs}"
    return None


def _names(keys: Any) -> str:
    return ", ".join(repr(k) for k in keys)


def _single(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1


def _came(got: Any, wanted: str) -> str:
    """What came against what was wanted; the value itself stands beside it in the verdict."""
    kinds = {bool: "True or False", int: "a number", float: "a number", str: "text", dict: "a dict"}
    if isinstance(got, list):
        what = f"a list of {len(got)}"
    elif got is None:
        what = "nothing (None)"
    else:
        what = kinds.get(type(got), type(got).__name__)
    return (
        f"{what} came, {wanted} was expected"
        if not wanted.endswith("values")
        else f"{what} came, {wanted} were expected"
    )
