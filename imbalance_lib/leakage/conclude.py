"""From what moved in a rerun to a finding: its kind and its line."""

import ast
import re
from functools import cache
from typing import Any

import numpy as np

from imbalance_lib.leakage.by_name import cut_moved, first_record, hand_moved, twins
from imbalance_lib.leakage.events import Event, Place
from imbalance_lib.leakage.findings import Finding, finding
from imbalance_lib.leakage.program import Program, python
from imbalance_lib.leakage.records import Record
from imbalance_lib.leakage.replaced import FEATURES, LABELS, Swap
from imbalance_lib.leakage.rerun import (
    OTHER_MODEL,
    Moved,
    Scored,
    Trace,
    compare,
)

MIXED = (
    "resample-before-split", "preprocessing", "refit-on-test", "feature-selection", "target-encoding", "overlap",
    "duplicates",
)  # fmt: skip
CHOICES = ("threshold-on-test", "tuning-on-test", "early-stopping-on-test")


def conclude(
    program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap, before: list[Finding], calm: Trace
) -> list[Finding]:
    """What this rerun shows that was not known before."""
    if len(again.failures) > len(base.failures):
        return []  # our rows broke the program: nothing can be said
    known = {f.kind for f in (*base.findings, *before) if f.severity != "suspicion"}
    moved = compare(base, again, scored, swap)
    if swap.column is not None:
        return _declared(moved, base, again, scored, swap)
    if any(m.what == "rows" for m in moved):
        return _chosen_rows(base, scored, swap, moved) if swap.what == LABELS and not swap.late else []
    if any(m.what == "composition" for m in moved) and not swap.late:
        return []  # other rows were trained on: what follows from that is no leak of ours to judge
    if swap.delay:
        return _delayed(program, base, again, scored, swap, moved)
    hand = hand_moved(base, again, scored, swap) if scored.by_hand and not scored.events else None
    if known & {*CHOICES}:  # what follows from the choice is no news
        moved = [m for m in moved if m.what not in ("prediction", "decision")]
    if swap.late:
        hand = hand or cut_moved(base, again, scored)
        return [] if known & {*CHOICES} else _choices(program, base, again, scored, swap, moved, hand)
    if swap.what == FEATURES:
        return [] if known & {*MIXED} else _features(program, base, again, scored, swap, moved, hand)
    if known & {"feature-selection", "target-encoding", "resample-before-split", "overlap", "duplicates"}:
        return []
    return _labels(program, base, again, scored, swap, moved, hand)


def _where(scored: Scored) -> str:
    return f"the score in {scored.place}" if scored.place else "the score"


def _declared(moved: list[Moved], base: Trace, again: Trace, scored: Scored, swap: Swap) -> list[Finding]:
    used = [m for m in moved if m.what in ("input", "prediction", "model", "decision", "made")]
    if not used:
        return []
    first = min((m for m in used), key=lambda m: m.event.number if m.event else 0)
    text = f"{swap.column!r} is not known when the decision is made, yet {_where(scored)} depends on it."
    return [finding("outcome-feature", first.place, text, "leak", scored.place)]


def _delayed(
    program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap, moved: list[Moved]
) -> list[Finding]:
    seen = [m for m in moved if m.what == "input" and m.event is not None and m.event.what != "fit"]
    if not seen:
        return []
    record = first_record(base, again, swap, len(base.events))
    place = _line(program, base, again, record) or seen[0].place
    text = f"A feature of rows behind {_where(scored)} moved with labels that were not known when the rows were judged."
    return [finding("label-delay", place, text, score=scored.place)]


def _chosen_rows(base: Trace, scored: Scored, swap: Swap, moved: list[Moved]) -> list[Finding]:
    """Which rows are scored depends on their labels: fine where it keeps their share, a leak where it lifts it."""
    if scored.weighted or not scored.prevalence > 1.5 * scored.overall:
        return []
    place = next((m.place for m in moved if m.place), scored.place)
    text = (
        f"Rows were picked by their label: positives are {scored.prevalence:.0%} of the rows scored in {scored.place}, "
        f"and {scored.overall:.1%} of the data."
    )
    return [finding("test-resampled", place, text, score=scored.place)]


def _features(
    program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap, moved: list[Moved], hand: Record | None
) -> list[Finding]:
    moved = [m for m in moved if not (m.what == "model" and m.detail == "its settings")]
    if not moved and hand is None:
        return []
    first = moved[0] if moved else None
    limit = max(m.event.number for m in moved if m.event) if moved else len(base.events)
    record = first_record(base, again, swap, limit if moved else len(base.events))
    place = _line(program, base, again, record) or (first.place if first else None)
    if first is not None and first.what == "made":
        text = f"Rows made up for training are mixtures of rows behind {_where(scored)}: they changed with those."
        return [finding("resample-before-split", place, text, score=scored.place)]
    training = any(m.event is not None and m.event.what == "fit" for m in moved)
    if not training and record is not None and record.ids is not None:
        training = not np.isin(record.ids[record.ids >= 0], scored.rows).all()
    if training:
        text = (
            f"What was learned in training moved when half of the rows behind {_where(scored)} got other features: "
            "a statistic was taken over rows of both parts."
        )
        return [finding("preprocessing", place, text, score=scored.place)]
    text = (
        f"What is said of one row behind {_where(scored)} moved with the features of other rows there: "
        "a statistic was taken again, over the scored rows."
    )
    return [finding("refit-on-test", place, text, score=scored.place)]


def _labels(
    program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap, moved: list[Moved], hand: Record | None
) -> list[Finding]:
    if not moved and hand is None:
        return []
    first = moved[0] if moved else None
    limit = max(m.event.number for m in moved if m.event) if moved else len(base.events)
    record = first_record(base, again, swap, limit)
    place = _line(program, base, again, record) or (first.place if first else None)
    if first is not None and first.what in ("made",):
        text = f"How training rows were repeated or made up depends on labels of rows behind {_where(scored)}."
        return [finding("resample-before-split", place, text, score=scored.place)]
    kind = "feature-selection" if _columns_moved(base, again, moved, record) else "target-encoding"
    what = "The choice of columns" if kind == "feature-selection" else "A feature of other rows"
    text = f"{what} moved when other labels were put into half of the rows behind {_where(scored)}."
    return [finding(kind, place, text, score=scored.place)]


def _columns_moved(base: Trace, again: Trace, moved: list[Moved], record: Record | None) -> bool:
    """Were columns exchanged, rather than one feature changed?"""
    for m in moved:
        if m.event is None or m.event.what != "fit":
            continue
        key = (m.event.name, m.event.place)
        twin = next((e for e in again.events if (e.name, e.place) == key and e.what == "fit"), None)
        mine, theirs = m.event.content.get("columns"), twin.content.get("columns") if twin is not None else None
        if mine is None or theirs is None:
            continue
        names = m.event.content.get("names")
        if names is not None and twin is not None:
            return names != twin.content.get("names")
        if len(mine) != len(theirs):
            return True
        gone = set(mine.tolist()) - set(theirs.tolist())
        return len(gone) >= max(2, 0.4 * len(mine)) or (len(mine) == 1 and bool(gone))
    return record is None or record.dims == 2


def _choices(
    program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap, moved: list[Moved], hand: Record | None
) -> list[Finding]:
    if any(e.content.get("copies") for e in base.events):
        return []  # the label is among the features: of course they moved
    if not moved and hand is None:
        return []
    first = moved[0] if moved else None
    place = _choice_line(program, base, again, scored, first.event if first else hand) or (
        first.place if first else Place(program.path.name, hand.line, hand.cell) if hand else None
    )
    n = len(scored.rows)
    out = first.event.content.get("out") if first is not None and first.event is not None else None
    two = out is None or len(np.unique(out)) <= 2
    if first is None or first.what == "decision" and first.detail != OTHER_MODEL and two:
        text = f"Other labels for the {n:,} rows behind {_where(scored)} give another cut on the same scores."
        return [finding("threshold-on-test", place, text, score=scored.place)]
    fits = [base.events[k] for m in moved if m.event and m.event.what == "predict" for k in m.event.via]
    networks = [f for f in fits if f.role == "model" and "X" not in f.content]  # followed batch by batch
    if first.what == "prediction" and networks:
        text = f"Other labels for the {n:,} rows behind {_where(scored)} make training stop at another point."
        return [finding("early-stopping-on-test", place, text, score=scored.place)]
    text = f"Other labels for the {n:,} rows behind {_where(scored)} lead to another model ({first.detail})."
    return [finding("tuning-on-test", place, text, score=scored.place)]


# --- lines ----------------------------------------------------------------------------------------


def _line(program: Program, base: Trace, again: Trace, record: Record | None) -> Place | None:
    """The line of a record, or of the moved statistic that its line uses."""
    if record is None:
        return None
    statement = _statement(program, record.cell, record.line)
    theirs = twins(again)
    best = record
    for other in base.records:
        if other is record:
            break
        twin = theirs.get((other.cell, other.line, other.name, other.nth))
        if twin is None or other.ids is not None or not re.search(rf"\b{re.escape(other.name)}\b", statement):
            continue
        if _differs(other, twin):
            best = other
    return Place(program.path.name, best.line, best.cell)


def _differs(a: Record, b: Record) -> bool:
    if a.rows is not None and b.rows is not None:
        return len(a.rows) != len(b.rows) or bool((a.rows != b.rows).any())
    if isinstance(a.value, float) and isinstance(b.value, float):
        return not np.isclose(a.value, b.value, rtol=1e-9, equal_nan=True)
    return a.value != b.value


def _choice_line(
    program: Program, base: Trace, again: Trace, scored: Scored, moved: Event | Record | None
) -> Place | None:
    """Where a number or word was set that differs under other labels: a cut, a setting, a name.

    Best the one that the line which moved speaks of, or a line that called it; else the first one.
    """
    theirs = twins(again)
    marked = [e for e in base.events if e.what == "select" and e.ids is not None and np.isin(e.ids, scored.rows).all()]
    if marked:
        return marked[0].place
    cell = moved.cell if isinstance(moved, Record) else moved.place.cell if moved and moved.place else None
    lines = [moved.line] if isinstance(moved, Record) else [*moved.path] if moved else []
    spoken = {word for line in lines for word in re.findall(r"\w+", _statement(program, cell, line))} - {"return"}
    last, last_again = _last_values(base), _last_values(again)
    for name, record in reversed(last.items()):
        if name in spoken and name in last_again and _differs(record, last_again[name]):
            return Place(program.path.name, record.line, record.cell)
    for record in base.records:
        twin = theirs.get((record.cell, record.line, record.name, record.nth))
        if twin is not None and record.value is not None and record.rows is None and _differs(record, twin):
            return Place(program.path.name, record.line, record.cell)
    return None


def _last_values(trace: Trace) -> dict[str, Record]:
    """The number or word that each name held last, in the order of the program."""
    found: dict[str, Record] = {}
    for record in trace.records:
        if record.value is not None and record.rows is None:
            found.pop(record.name, None)
            found[record.name] = record
    return found


@cache
def _tree(source: str) -> Any:
    try:
        return ast.parse(python(source))
    except SyntaxError:
        return None


def _statement(program: Program, cell: int | None, line: int) -> str:
    """The source of the statement that starts in a line."""
    source = next((c.source for c in program.cells if c.number == cell), "")
    tree = _tree(source)
    lines = source.split("\n")
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.stmt) and node.lineno == line:
            return "\n".join(lines[line - 1 : getattr(node, "end_lineno", line)])
    return lines[line - 1] if 0 < line <= len(lines) else ""
