"""Does a row's own label shape what is said of that row? One label is changed, and the program run again."""

import re

import numpy as np

from imbalance_lib.leakage.by_name import twins
from imbalance_lib.leakage.events import Place
from imbalance_lib.leakage.findings import Finding, finding
from imbalance_lib.leakage.program import Program
from imbalance_lib.leakage.replaced import LABELS, Swap
from imbalance_lib.leakage.rerun import TINY, Scored, Trace, keys

RUNNING = re.compile(r"\b(rolling|expanding|ewm|cumsum|cummax|cummean)\b")
BY_GROUPS = re.compile(r"""\.transform\(\s*(["']|lambda\b|np\.)""")  # of pandas, by the name of a function
SAME = 0.9  # of the other predictions: a model that was chosen or fitted anew moves most of them


def own_swap(scored: Scored, base: Trace, program: Program) -> Swap | None:
    """Another label for one held-out positive, in a program that computes running or grouped values."""
    if not scored.final or not (RUNNING.search(program.text) or BY_GROUPS.search(program.text)):
        return None
    rows = sorted(scored.together, key=lambda k: (base.order.get(int(k), 0.0), int(k)))
    positives = [int(k) for k in rows if base.labels.get(int(k)) == 1]
    if not positives:
        return None
    row = positives[len(positives) // 2]
    return Swap(LABELS, np.array([row]), {row: 0.0}, own=True)


def own_label(program: Program, base: Trace, again: Trace, scored: Scored, swap: Swap) -> list[Finding]:
    """The finding, where that row's features and its prediction moved, and those of hardly any other row."""
    row, other = swap.rows[0], keys(again.events)
    wanted = set(scored.fold_events)
    for key, number in keys(base.events).items():
        event = base.events[number]
        of_score = number in wanted if wanted else event.ids is not None and np.isin(event.ids, scored.rows).all()
        if event.what != "predict" or not of_score or other.get(key) is None or "X" not in event.content:
            continue
        twin = again.events[other[key]]
        a, b = event.content, twin.content
        if twin.ids is None or not np.array_equal(event.ids, twin.ids) or "out" not in a or "out" not in b:
            continue
        if a["out"].shape != b["out"].shape or len(a["out"]) != len(event.ids) or "X" not in b:
            continue
        moved = np.abs(a["out"] - b["out"]).reshape(len(event.ids), -1).max(axis=1) > TINY
        mine = event.ids == row
        if (moved & mine).any() and (a["X"] != b["X"])[mine].any() and not moved[~mine].mean() > 1 - SAME:
            kind = "label-delay" if RUNNING.search(program.text) else "target-encoding"
            text = (
                f"What is said of a row behind the score in {scored.place} moved with that row's own label: "
                "a feature of it is computed with labels up to its own."
            )
            return [finding(kind, _born(program, base, again, int(row)) or event.place, text, score=scored.place)]
    return []


def _born(program: Program, base: Trace, again: Trace, row: int) -> Place | None:
    """The first column that moved in this row and is no label; else the first line that computes such values."""
    theirs = twins(again)
    for record in base.records:
        twin = theirs.get((record.cell, record.line, record.name, record.nth))
        if twin is None or record.dims != 1 or record.of_labels or record.ids is None or record.rows is None:
            continue
        if twin.rows is None or len(twin.rows) != len(record.rows) or len(record.ids) != len(record.rows):
            continue
        if (record.rows != twin.rows)[record.ids == row].any():
            return Place(program.path.name, record.line, record.cell)
    names = [re.escape(load.label.name) for load in base.roots if load.label is not None]
    lines = [(cell.number, k, line) for cell in program.cells for k, line in enumerate(cell.source.split("\n"), 1)]
    computed = [one for one in lines if RUNNING.search(one[2]) or BY_GROUPS.search(one[2])]
    of_labels = [one for one in computed if any(re.search(rf"\b{name}\b", one[2]) for name in names)]
    for cell, k, _ in of_labels or computed:
        return Place(program.path.name, k, cell)
    return None
