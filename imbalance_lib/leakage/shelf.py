"""What a program writes into files and reads again: the same rows, known by their values."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.numbers import Hashes, real
from imbalance_lib.leakage.rows import FEWEST, Ledger, Lineage
from imbalance_lib.leakage.values import LARGEST, codes, n_rows, never_raises, row_hash, shape_of

MOST = 60  # tables that are remembered


class Shelf:
    """Remembers tables that were written."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._tables: list[tuple[dict[str, NDArray], Lineage]] = []

    @never_raises
    def put(self, table: Any) -> None:
        """A table or array is about to be written."""
        if len(self._tables) >= MOST or (n_rows(table) or 0) < FEWEST or int(np.prod(shape_of(table))) > LARGEST:
            return
        lineage = self.ledger.look(table)
        if lineage is not None and len(real(lineage.ids)):
            self._tables.append((_columns(table), lineage))

    def know(self, table: Any) -> None:
        """A table or array was unpacked: its rows are known if they were when it was packed."""
        lineage = self.take(table) if self.ledger.identity(table) is None else None
        if lineage is not None:
            self.ledger.know(table, lineage)

    @never_raises
    def take(self, table: Any) -> Lineage | None:
        """The lineage of a table that was read, if its rows are rows of what was written before."""
        if not self._tables or (n_rows(table) or 0) < FEWEST:
            return None
        mine = _columns(table)
        for columns in dict.fromkeys(tuple(kept) for kept, _ in reversed(self._tables)):
            shared = [name for name in mine if name in columns]
            if 2 * len(shared) < len(mine) or not shared:
                continue
            alike = [(kept, lineage) for kept, lineage in self._tables if tuple(kept) == columns]
            found = _rows_of(mine, alike, shared)
            if found is not None:
                return found
        return None


def tables_in(value: Any, depth: int = 3) -> list[Any]:
    """The tables and arrays in a value, or in its items."""
    if isinstance(value, (pd.DataFrame, pd.Series, np.ndarray)):
        return [value]
    if not depth or not isinstance(value, (dict, list, tuple)) or len(value) > MOST:
        return []
    items = value.values() if isinstance(value, dict) else value
    return [table for item in items for table in tables_in(item, depth - 1)]


def _rows_of(mine: dict[str, NDArray], kept: list[tuple[dict[str, NDArray], Lineage]], by: list[str]) -> Lineage | None:
    wanted = _hashes(mine, by)
    known = [(_hashes(columns, by), lineage) for columns, lineage in kept]
    for hashes, lineage in reversed(known):
        if np.array_equal(hashes, wanted):
            return lineage
    every = np.concatenate([hashes for hashes, _ in known])
    if np.isin(wanted, every).mean() < 0.99:
        return None
    ids = Hashes(every, np.concatenate([lineage.ids for _, lineage in known])).rows(wanted)
    via = frozenset[int]().union(*(lineage.via for _, lineage in known))
    return Lineage(ids, via) if (ids >= 0).mean() > 0.5 else None


def _hashes(columns: dict[str, NDArray], names: list[str]) -> NDArray[np.uint64]:
    return row_hash(np.column_stack([columns[name] for name in names]))


def _columns(table: Any) -> dict[str, NDArray]:
    if isinstance(table, pd.DataFrame):
        return {str(name): codes(table.iloc[:, k]) for k, name in enumerate(table.columns)}
    if isinstance(table, pd.Series):
        return {str(table.name): codes(table)}
    array = np.asarray(table)
    if array.ndim > 2 or array.dtype.kind not in "biuf":
        return {}
    flat = array.reshape(len(array), -1)
    return {f"column {k}": np.array(flat[:, k]) for k in range(flat.shape[1])}
