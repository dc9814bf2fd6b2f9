"""What moved in a rerun, by the records of names: predictions and cuts that a program makes by hand."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.records import MOST_CUTS, Record
from imbalance_lib.leakage.replaced import Swap
from imbalance_lib.leakage.rerun import TINY, Scored, Trace, follows, told_of


def twins(trace: Trace) -> dict[tuple, Record]:
    """The records of a run by place, name and how many of that name came before: how two runs are put side by side."""
    return {(r.cell, r.line, r.name, r.nth): r for r in trace.records}


def first_record(base: Trace, again: Trace, swap: Swap, before: int, names: set[str] | None = None) -> Record | None:
    """The earliest name whose rows moved although they had not been replaced."""
    theirs = twins(again)
    for record in base.records:
        if record.after > before:
            break
        twin = theirs.get((record.cell, record.line, record.name, record.nth))
        if twin is None or record.ids is None or record.rows is None or twin.rows is None:
            continue
        if contaminated(record, twin, swap):
            return record
    return None


def contaminated(record: Record, twin: Record, swap: Swap) -> bool:
    """Did rows move that had not been replaced?"""
    assert record.rows is not None and twin.rows is not None and record.ids is not None
    if len(record.rows) != len(twin.rows):
        return True
    differs = record.rows != twin.rows
    return bool((differs & ~np.isin(record.ids, np.union1d(swap.rows, swap.tied))).any())


def predictions_of(
    records: list[Record], rows: NDArray[np.int64], ledger: Any = None, labels: bool = False
) -> list[Record]:
    """One-column records of exactly these rows which are neither labels nor constant: predictions by hand.

    `labels`: those too that are right everywhere, which nothing but another run tells from labels.
    """
    found = []
    for record in records:
        if record.numbers is None or record.ids is None or len(record.ids) != len(rows):
            continue
        if record.of_labels and not labels:
            continue
        if np.array_equal(np.sort(record.ids), np.sort(rows)) and len(np.unique(record.numbers)) > 1:
            if ledger is None or not _read(record, ledger):
                found.append(record)
    return found


def _read(record: Record, ledger: Any) -> bool:
    """Is this a column as it was read?"""
    assert record.numbers is not None and record.ids is not None
    root = ledger.root_of(int(record.ids[0]))
    if root is None or (record.ids < root.offset).any():
        return False
    single = record.numbers.astype(np.float32)
    rows = record.ids - root.offset
    if rows.max() >= root.n or not root.numeric():
        return False
    alike = np.flatnonzero((root.table()[rows[:5]] == single[:5, None]).all(axis=0))
    return any(np.array_equal(root.table()[rows, k], single, equal_nan=True) for k in alike)


def hand_moved(base: Trace, again: Trace, scored: Scored, swap: Swap) -> Record | None:
    """A prediction by hand for rows that were not replaced, which moved all the same."""
    theirs = twins(again)
    held = np.setdiff1d(scored.rows, np.union1d(swap.rows, swap.tied)) if not swap.late else scored.rows
    calm: list[NDArray] = []
    result = None
    for record in predictions_of(base.records, scored.rows):
        twin = theirs.get((record.cell, record.line, record.name, record.nth))
        if twin is None or twin.numbers is None or len(twin.numbers) != len(record.numbers):  # type: ignore[arg-type]
            continue
        assert record.numbers is not None and record.ids is not None
        still = np.isin(record.ids, held)
        same = np.isclose(record.numbers, twin.numbers, rtol=1e-7, atol=TINY, equal_nan=True)[still]
        if same.all():
            calm.append(record.numbers[still])
        elif not any(follows(twin.numbers[still], c) for c in calm):
            result = record
    return result


def cut_moved(base: Trace, again: Trace, scored: Scored) -> Record | None:
    """Decisions by hand that are a cut of the same scores in both runs, but not the same cut."""
    score, same = told_of(scored, base), told_of(scored, again)
    if score is None or same is None or not np.array_equal(score, same):
        return None
    theirs = twins(again)
    often = Counter((r.cell, r.line, r.name, r.path) for r in base.records)
    for record in predictions_of(base.records, scored.rows, labels=True):
        twin = theirs.get((record.cell, record.line, record.name, record.nth))
        if often[record.cell, record.line, record.name, record.path] > MOST_CUTS:
            continue
        if twin is None or twin.numbers is None:
            continue
        if record.of_labels and twin.of_labels:
            continue
        assert record.ids is not None and record.numbers is not None
        if twin.ids is None or not np.array_equal(record.ids, twin.ids) or len(np.unique(record.numbers)) > 2:
            continue
        order = np.argsort(score[np.searchsorted(scored.rows, record.ids)], kind="stable")
        mine, other = record.numbers[order], twin.numbers[order]
        if (mine != other).any() and any((sign * np.diff([mine, other]) >= 0).all() for sign in (1, -1)):
            return record
    return None
