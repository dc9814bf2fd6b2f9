"""Where results are kept: one JSON object a line, only ever appended, so that a stopped run goes on where it was."""

import json
import math
import os
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Row = dict[str, Any]

KEY = ("set", "family", "strategy", "repeat", "data", "code")
PACKAGES = ("numpy", "pandas", "scikit-learn", "imbalanced-learn", "xgboost-cpu", "xgboost")


def read(store: Path) -> list[Row]:
    """All whole rows, the last one of each key; a line that was cut off is passed over."""
    found: dict[tuple[Any, ...], Row] = {}
    if not store.exists():
        return []
    for line in store.read_bytes().split(b"\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and all(name in row for name in KEY):
            found[key(row)] = row
    return list(found.values())


def append(store: Path, row: Row) -> None:
    """Write one row, whole, to the disk. Raises OSError if that fails."""
    line = json.dumps({name: _short(value) for name, value in row.items()}, ensure_ascii=False).encode() + b"\n"
    store.parent.mkdir(parents=True, exist_ok=True)
    with open(store, "a+b", buffering=0) as file:
        if size := file.seek(0, os.SEEK_END):
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a write was cut off here: leave its half line alone
                line = b"\n" + line
        if file.write(line) < len(line):
            raise OSError(f"{store} could not take a whole row: the disk is full")
        os.fsync(file.fileno())


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
