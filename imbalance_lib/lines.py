"""JSON lines that are only ever appended, and the user's folder that keeps them; a kill loses half a line at most."""

import json
import os
from pathlib import Path
from typing import Any


def home() -> Path:
    """Where the course keeps what is the user's: IMBALANCE_HOME, or the user's data folder."""
    import platformdirs

    chosen = os.environ.get("IMBALANCE_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("imbalance-course", appauthor=False))


def append(file: Path, row: dict[str, Any]) -> None:
    """Write one row, whole, to the disk; its folder is made where it is missing. Raises OSError if that fails."""
    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a+b", buffering=0) as log:
        if size := log.seek(0, os.SEEK_END):
            log.seek(size - 1)
            if log.read(1) != b"\n":  # a write was cut off here: leave its half line alone
                line = b"\n" + line
        if log.write(line) < len(line):
            raise OSError("the disk is full")
        os.fsync(log.fileno())


def read(file: Path) -> list[dict[str, Any]]:
    """All whole rows in their order; none where there is no file. Raises OSError if it can't be read."""
    if not file.exists():
        return []
    found = []
    for line in file.read_bytes().split(b"\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            found.append(row)
    return found
