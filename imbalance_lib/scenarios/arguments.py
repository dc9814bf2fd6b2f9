"""What the loaders ask of their arguments: one sentence when it does not fit."""

from numbers import Integral
from typing import Any

import numpy as np


def whole(name: str, value: Any, least: int) -> int:
    """`value` as an int of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {value!r}; it must be a whole number of at least {least:,}")
    return int(value)


def share(name: str, value: Any, low: float, high: float) -> float:
    """`value` as a float from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; it must be a number from {low:g} to {high:g}")
    return float(value)
