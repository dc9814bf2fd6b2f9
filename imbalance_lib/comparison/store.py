"""Where results are kept: one JSON object a line, only ever appended, so that a stopped run goes on where it was."""

import math
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from imbalance_lib import lines

Row = dict[str, Any]

KEY = ("set", "family", "strategy", "repeat", "data", "code")
PACKAGES = ("numpy", "pandas", "scikit-learn", "imbalanced-learn", "xgboost-cpu", "xgboost")


def read(store: Path) -> list[Row]:
    """All whole rows, the last one of each key; a line that was cut off is passed over."""
    rows = [row for row in lines.read(store) if all(name in row for name in KEY)]
    return list({key(row): row for row in rows}.values())


def append(store: Path, row: Row) -> None:
    """Write one row, whole, to the disk. Raises OSError if that fails."""
    lines.append(store, {name: _short(value) for name, value in row.items()})


def key(row: Row) -> tuple[Any, ...]:
    """What a result is a result of: set, family, strategy, repeat, and the data and code that made it."""
    return tuple(row[name] for name in KEY)


def newest(rows: Iterable[Row]) -> list[Row]:
    """Of rows that differ only in the data or code that made them, the last one."""
    return list({key(row)[:4]: row for row in rows}.values())


def versions() -> str:
    """The packages that a result depends on, as "name version, ..."."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _short(value: Any) -> Any:
    """Six digits are enough; what is not a finite number is no number in JSON."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
