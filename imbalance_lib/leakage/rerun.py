"""The swap test on a whole program: run it again with held-out rows replaced, and see what moved that should not."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.events import Event, Place
from imbalance_lib.leakage.records import Record
from imbalance_lib.leakage.replaced import LABELS, Swap

TINY = 1e-9
OTHER_MODEL = "what answers"


@dataclass
class Scored:
    """A set of held-out rows whose score the program reports, as the first run showed it."""

    rows: NDArray[np.int64]
    events: list[int]  # the scores of these rows
    final: bool  # no later score of other rows
    place: Place | None
    weighted: bool = False
    prevalence: float = float("nan")
    overall: float = float("nan")
    by_hand: bool = False  # no score was seen, only predictions or names
    fold_events: tuple[int, ...] = ()  # the predictions for the atom
    atom: NDArray[np.int64] | None = None  # rows that were held out together, where the score pools several folds
    entity: NDArray[np.float64] | None = None  # whose row each of `together` is, where the split kept entities whole

    @property
    def together(self) -> NDArray[np.int64]:
        """Rows that no model behind this score was fitted on at the same time."""
        return self.rows if self.atom is None else self.atom


@dataclass
class Trace:
    """What is kept of a run, small enough to be sent between processes."""

    events: list[Event]
    records: list[Record]
    splits: list[Any]
    scored: list[Scored]
    labels: dict[int, float]  # 0/1 by row number
    findings: list[Any] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    order: dict[int, float] = field(default_factory=dict)  # a row's moment, where times are known
    known_at: dict[int, float] = field(default_factory=dict)  # when a row's label became known, where that was declared
    roots: list[Any] = field(default_factory=list)
    scores: int = 0
    stopped: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Moved:
    """Something that moved although it should not: a fitted step, a prediction, a decision, a selection of rows."""

    what: str  # input, model, prediction, decision, rows
    event: Event | None
    place: Place | None
    swap: Swap
    detail: str = ""


def behind(events: list[Event], numbers: list[int]) -> set[int]:
    """All events that some events stand on."""
    found: set[int] = set()
    todo = list(numbers)
    while todo:
        k = todo.pop()
        if k in found:
            continue
        found.add(k)
        event = events[k]
        todo += [*event.via]
        if event.what != "fit" or event.role != "search":
            todo += [c for c in event.children if event.what != "select"]
        else:
            todo += event.children
    return found


def keys(events: list[Event]) -> dict[tuple, int]:
    """The events by what, name, place and how many of that kind came before."""
    counts: dict[tuple, int] = {}
    found = {}
    for event in events:
        key = (event.what, event.name, event.place)
        counts[key] = counts.get(key, 0) + 1
        found[(*key, counts[key])] = event.number
    return found


def compare(base: Trace, again: Trace, scored: Scored, swap: Swap) -> list[Moved]:
    """What moved between the first run and one with replaced rows, as far as these scores stand on it."""
    names = {number: key for key, number in keys(base.events).items()}
    other = keys(again.events)
    moved: list[Moved] = []
    clean: set[int] = set()
    decided = swap.late
    # a set that is not the last word may steer what comes later: only its first score is held against it
    mine = scored.events if scored.final else scored.events[:1]
    # the models of other folds learned from the replaced rows: only the fold that was held out must not move
    chain = sorted(behind(base.events, mine if scored.atom is None else [*scored.fold_events]))
    held = np.setdiff1d(scored.together, np.union1d(swap.rows, swap.tied))
    if swap.column is not None:
        held = scored.together
    if swap.delay:
        moment = np.median([base.order.get(int(k), np.nan) for k in scored.together])
        held = np.array([k for k in scored.together if base.order.get(int(k), np.inf) <= moment], dtype=np.int64)
    watched = [base.events[k] for k in chain if base.events[k].what == "fit"]
    models = {e.number for e in watched}
    if scored.atom is not None:
        watched += [base.events[k] for k in scored.fold_events]
    else:
        watched += [
            e
            for e in base.events
            if e.what == "predict" and e.ids is not None and np.isin(e.ids, scored.rows).all()
            and (scored.final or not mine or e.number < mine[0])
            and (not models or models & {*e.children, *e.via})
        ]  # fmt: skip
    watched += [base.events[k] for k in mine]
    calm = _of_all(base, again, other, names, scored.rows, held)
    for event in watched:
        partner = other.get(names[event.number])
        if partner is None:
            if event.what == "fit" and not again.failures:
                moved.append(Moved("model", event, event.place, swap, "was fitted another number of times"))
            elif event.what == "predict" and decided and not again.failures and _about(event, scored):
                moved.append(Moved("prediction", event, event.place, swap, OTHER_MODEL))
            continue
        found = _one(event, again.events[partner], swap, held, decided, calm, scored)
        if not found and event.what != "fit" and "X" in event.content:
            clean |= _asked_of(event)
        moved += found
    # rows changed on purpose, to see what a model makes of them: it was asked about the rows as they are too
    known = ("input",) if decided else ("input", "prediction", "decision")
    return [
        m for m in moved
        if m.what not in known or m.event is None or m.event.what == "fit" or not _asked_of(m.event) & clean
    ]  # fmt: skip


def _of_all(
    base: Trace, again: Trace, other: dict[tuple, int], names: dict[int, tuple], rows: NDArray, held: NDArray
) -> list[tuple[NDArray, NDArray]]:
    """What was said of these rows and others in one go, and did not move."""
    found = []
    for event in base.events:
        partner = other.get(names[event.number])
        if event.what != "predict" or event.ids is None or partner is None or len(event.ids) <= len(rows):
            continue
        x, y = event.content.get("out"), again.events[partner].content.get("out")
        if x is None or y is None or x.shape != y.shape or len(x) != len(event.ids):
            continue
        still = np.isin(event.ids, held)
        if np.isin(rows, event.ids).all() and np.isclose(x, y, rtol=1e-7, atol=TINY, equal_nan=True)[still].all():
            found.append((event.ids, x[:, -1] if x.ndim > 1 else x))
    return found


def _about(event: Event, scored: Scored) -> bool:
    """Is this a prediction for all of the scored rows?"""
    return event.ids is not None and np.array_equal(np.unique(event.ids), scored.rows)


def _asked_of(event: Event) -> set[int]:
    """The fit that answered a prediction or a score."""
    return set(event.children[:1]) or set(sorted(event.via)[-1:])


def _one(
    event: Event,
    twin: Event,
    swap: Swap,
    held: NDArray,
    decided: bool,
    calm: list[tuple[NDArray, NDArray]],
    scored: Scored,
) -> list[Moved]:
    a, b = event.content, twin.content
    if event.what == "fit":
        return _fit_moved(event, twin, swap)
    rows = event.ids if event.ids is not None else np.empty(0, np.int64)
    if event.what == "score" and swap.what == LABELS and not swap.late:
        theirs = twin.ids[twin.ids >= 0] if twin.ids is not None else rows  # a changed row may not be known again
        if twin.ids is not None and len(twin.ids) != len(rows) or not np.isin(theirs, rows).all():
            return [Moved("rows", event, event.place, swap, "other rows were scored")]
    still = np.isin(rows, held) if not decided else np.isin(rows, scored.together)
    found = []
    if "X" in a and "X" in b:
        if len(a["X"]) != len(b["X"]):
            return [Moved("rows", event, event.place, swap, "other rows were predicted")]
        if len(a["X"]) == len(still) and (a["X"] != b["X"])[still].any():
            found.append(Moved("input", event, event.place, swap, "what it was asked about"))
            return found
    x, y = a.get("out"), b.get("out")
    if x is not None and y is not None:
        if x.shape != y.shape:
            return [Moved("rows", event, event.place, swap, "another number of rows")]
        if len(x) != len(still):
            return found
        differs = ~np.isclose(x, y, rtol=1e-7, atol=TINY, equal_nan=True)
        differs = differs.reshape(len(x), -1).any(axis=1) & still
        if event.what == "predict":
            if differs.any():
                found.append(Moved("prediction", event, event.place, swap, "its predictions"))
            else:
                calm.append((rows, x[:, -1] if x.ndim > 1 else x))
        elif not differs.any():
            if x.ndim == 1 and len(np.unique(x)) > 2:
                calm.append((rows, x))  # a blend that was scored
        else:
            column = y[:, -1] if y.ndim > 1 else y
            if decided or not any(_follows_rows(rows[still], column[still], *c) for c in calm):
                by = "what was scored" if event.via == twin.via else OTHER_MODEL
                found.append(Moved("decision", event, event.place, swap, by))
    return found


def _follows_rows(rows: NDArray, moved: NDArray, known: NDArray, score: NDArray) -> bool:
    """The same for rows that may be only some of those that have a score."""
    order = np.argsort(known, kind="stable")
    places = order[np.minimum(np.searchsorted(known[order], rows), len(order) - 1)] if len(order) else order
    return len(places) == len(rows) and bool((known[places] == rows).all()) and follows(moved, score[places])


def follows(moved: NDArray, score: NDArray) -> bool:
    """Is one a monotone function of the other, or a band of it: a cut, a share of the best, a bin of a curve?"""
    flags = np.unique(moved)
    if len(flags) == 2 and len(np.unique(score)) > 10:  # a cut may fall among equal scores
        high, low = score[moved == flags[1]], score[moved == flags[0]]
        if high.min() >= low.max() or low.min() >= high.max():
            return True
    steps = np.diff(moved[np.argsort(score, kind="stable")])
    band = (np.abs(steps) > TINY).sum() == 2 and abs(steps.sum()) <= TINY
    return bool((steps >= -TINY).all() or (steps <= TINY).all() or band)


def _fit_moved(event: Event, twin: Event, swap: Swap) -> list[Moved]:
    a, b = event.content, twin.content
    if a.get("params") != b.get("params") or a.get("choice") != b.get("choice"):
        return [Moved("model", event, event.place, swap, "its settings")]
    mine, theirs = event.ids, twin.ids
    known = mine is not None and theirs is not None and (mine >= 0).any()
    if known and not np.array_equal(mine, theirs):
        real_mine, real_theirs = np.sort(mine[mine >= 0]), np.sort(theirs[theirs >= 0])
        if not np.array_equal(real_mine, real_theirs):
            return [Moved("composition", event, event.place, swap, "which rows it was trained on")]
    for part in ("X", "y"):
        if part not in a or part not in b:
            continue
        if len(a[part]) != len(b[part]):
            return [Moved("composition", event, event.place, swap, "the number of its training rows")]
        differs = a[part] != b[part]
        if mine is not None and len(mine) == len(differs):
            differs &= ~np.isin(mine, swap.rows) | (swap.column is not None)
            made = differs & (mine < 0)
            if differs.any() and made.sum() == differs.sum():
                return [Moved("made", event, event.place, swap, "the rows that were made up for training")]
        if differs.any():
            return [Moved("input", event, event.place, swap, f"its training {'rows' if part == 'X' else 'labels'}")]
    return []


def told_of(scored: Scored, trace: Trace) -> NDArray | None:
    """The last predictions for these rows, in the order of `scored.rows`; where no model made any, what was scored."""
    found = None
    for event in reversed(trace.events):
        out = event.content.get("out")
        if out is None or event.ids is None or len(out) != len(event.ids):
            continue
        if len(event.ids) == len(scored.rows) and np.array_equal(np.sort(event.ids), scored.rows):
            told = np.asarray(out[:, -1] if out.ndim > 1 else out)[np.argsort(event.ids)]
            if event.what == "predict":
                return told
            found = told if found is None else found
    return found
