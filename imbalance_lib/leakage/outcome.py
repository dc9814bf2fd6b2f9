"""A feature that may have been recorded after the outcome: alone it nearly decides the label, and no other comes close.

Nothing in a table says when a column was written, so this is a suspicion, and it asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.estimators import META, copies_of
from imbalance_lib.leakage.events import Event, Place
from imbalance_lib.leakage.findings import SUSPICION, Finding, finding
from imbalance_lib.leakage.rows import Lineage, Root
from imbalance_lib.leakage.values import as_array, codes, never_raises, shape_of

if TYPE_CHECKING:
    from imbalance_lib.leakage.scores import Score
    from imbalance_lib.leakage.watch import Watch

DECIDES = 0.95  # of the pairs of a positive and a negative that the column orders
IN_EACH_HALF = 0.93
OTHERS = 0.88  # of the pairs that the next best column orders
FEWEST_OF_A_CLASS = 20
FEWEST_COLUMNS = 3  # fewer, and nothing can stand apart
MOST_COLUMNS = 2_000
MOST_ROWS = (600, 1_400)  # of the rarer class and of the other, in the sample that is judged
MOST_BINS = 24
MOST_JUDGED = 60  # tables in one program


@dataclass(frozen=True)
class Decider:
    """A column that nearly decides, and how well it and the next best one order positives and negatives."""

    name: str
    missing: bool  # is it enough to know whether there is a value?
    pairs: float
    others: float
    n: int
    place: Place | None = None


def outcome_features(watch: "Watch", scores: "list[Score]") -> list[Finding]:
    """A suspicion for each column that alone nearly decides the label a scored model was fitted to."""
    found = []
    for score in scores:
        if not score.in_training:
            deciders = [(m, m.content.get("decider")) for m in score.models]
            found += [_suspicion(d, m.place, score.event.place) for m, d in deciders if d is not None]
    crossed = {e.place for e in watch.events if e.name == "cross_val_predict"}  # its models stand behind no one score
    inside = [e for e in watch.events if e.place in crossed and e.content.get("decider") is not None]
    found += [_suspicion(e.content["decider"], e.place, None) for e in inside]
    by_hand = watch.__dict__.get("_deciders_by_hand", {}).values()
    return found + [_suspicion(d, d.place, None) for d in by_hand if d is not None]


def _suspicion(d: Decider, place: Place | None, score: Place | None) -> Finding:
    text = (
        f"{'Whether there is a value in ' * d.missing}{d.name} alone puts a positive apart from a negative in "
        f"{_of_100(d.pairs)} of 100 pairs of the {d.n:,} training rows, and no other column does so in more than "
        f"{_of_100(d.others)}: when is it written, before the outcome is known or after?"
    )
    return finding("outcome-feature", place, text, SUSPICION, score)


def _of_100(share: float) -> str:
    return "more than 99" if 0.995 <= share < 1 else f"{100 * share:.0f}"


# --- what is judged -------------------------------------------------------------------------------


@never_raises
def note(watch: "Watch", event: Event, X: Any, array: Any, labels: Any) -> None:
    """Write down, with the fit of a model, the columns that decide its labels: all of them, or nearly."""
    copies = copies_of(array, labels, event.content.get("names")) if event.ids is not None else []
    event.content["copies"] = [c for c in copies if not _told(watch, event, array, c)]
    if (
        watch.replay is None and not copies and event.name not in META
    ):  # what a pipeline is given may be left out inside
        event.content["decider"] = _decider(watch, event, X, array, labels)


@never_raises
def note_inside(event: Event, inner: list[Event]) -> None:
    """A pipeline may leave a copy of the labels out before its model is fitted; then there is none."""
    models = [e for e in inner if e.what == "fit" and e.role == "model" and e.supervised and e.ids is not None]
    if models and not any(e.content.get("copies") for e in models):
        event.content["copies"] = []


@never_raises
def note_by_hand(watch: "Watch", table: Any) -> None:
    """Write down what decides the labels of rows whose features a program multiplies by weights of its own."""
    lineage = watch.ledger.identity(table)
    place = watch.place()
    known = watch.__dict__.setdefault("_deciders_by_hand", {})
    if lineage is None or watch.replay is not None or place in known or len(shape_of(table)) != 2:
        return
    known[place] = None
    event = Event(len(watch.events), "fit", "", place, ids=lineage.ids, via=lineage.via)
    found = _decider(watch, event, table, as_array(table), watch.ledger.labels(lineage.ids))
    if found is not None and not any(d is not None and d.name == found.name for d in known.values()):
        known[place] = replace(found, place=place)


def _told(watch: "Watch", event: Event, array: Any, name: str) -> bool:
    """Is this column what a model of the program said, and no column of its tables?"""
    names = event.content.get("names") or [f"column {k}" for k in range(array.shape[1])]
    values = np.asarray(array)[:, names.index(name)]
    return said_by_a_model(watch, values, event)


def _decider(watch: "Watch", event: Event, X: Any, array: Any, labels: Any) -> Decider | None:
    shape = shape_of(array)
    if event.ids is None or len(shape) != 2 or not FEWEST_COLUMNS <= shape[1] <= MOST_COLUMNS:
        return None
    judged = watch.__dict__.setdefault("_judged_for_outcome", set())
    names = event.content.get("names") or ()
    key = (event.place, event.path, shape[1], tuple(names))
    if key in judged or len(judged) >= MOST_JUDGED or len(labels) != shape[0] or len(event.ids) != shape[0]:
        return None
    judged.add(key)
    rows = sample(labels, event.ids)
    if rows is None or _made_up(watch, event.ids[rows]):
        return None
    table = array[rows]
    table = np.asarray(table.toarray() if hasattr(table, "toarray") else table, dtype=float)
    y = labels[rows] == np.max(labels[rows])
    found = stands_apart(table, y)
    if found is None:
        return None
    k, pairs, others = found
    whole = array[:, [k]].toarray()[:, 0] if hasattr(array, "toarray") else np.asarray(array)[:, k]
    if said_by_a_model(watch, whole, event):
        return None
    named = _name(watch, event, X, table[:, k], rows, k)
    if named is None:
        return None
    gone = np.isnan(table[:, k])
    missing = named[1] or bool(gone.any() and min(orders(gone.astype(float), y)) >= IN_EACH_HALF)
    return Decider(named[0], missing, pairs, others, int((event.ids >= 0).sum()))


def sample(labels: Any, ids: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Some rows of both classes, none of them made up or twice; None where a class is too small."""
    first = np.zeros(len(ids), dtype=bool)
    first[np.unique(ids, return_index=True)[1]] = True
    usable = np.flatnonzero(first & (ids >= 0) & ~np.isnan(np.asarray(labels, dtype=float)))
    classes, which = np.unique(labels[usable], return_inverse=True)
    if len(classes) != 2 or np.bincount(which).min() < FEWEST_OF_A_CLASS:
        return None
    rare = int(np.argmin(np.bincount(which)))
    rng = np.random.Generator(np.random.PCG64(0))
    parts = [rng.permutation(usable[which == c])[:most] for c, most in zip((rare, 1 - rare), MOST_ROWS, strict=True)]
    return np.concatenate(parts)


def _made_up(watch: "Watch", ids: NDArray[np.int64]) -> bool:
    """Do the rows come from a generator such as make_classification, whose columns nobody wrote?"""
    roots = [r for r in watch.ledger.roots if ((ids >= r.offset) & (ids < r.offset + r.n)).any()]
    return bool(roots) and all(r.name.startswith("make_") for r in roots)


# --- how well a column orders ---------------------------------------------------------------------


def stands_apart(table: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[int, float, float] | None:
    """The column that alone decides, its share of ordered pairs, and that of the best other column."""
    each = np.array([orders(column, y) for column in table.T])
    mean = each.mean(axis=1)
    best = int(np.argmax(mean))
    if mean[best] < DECIDES or each[best].min() < IN_EACH_HALF:
        return None
    rivals = np.flatnonzero(mean > OTHERS)
    if any(k != best and not _one_column(table[:, best], table[:, k], y) for k in rivals):
        return None
    rest = mean[np.setdiff1d(np.arange(len(mean)), rivals)]
    return (best, float(mean[best]), float(rest.max())) if len(rest) else None


def orders(column: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[float, float]:
    """The area under the ROC curve in each half, by the rates of positives that the other half has in each bin."""
    bins = _bins(column)
    half = np.zeros(len(y), dtype=bool)
    for c in (True, False):
        half[np.flatnonzero(y == c)[::2]] = True
    return _area(bins, y, half), _area(bins, y, ~half)


def _bins(column: NDArray[np.float64]) -> NDArray[np.int64]:
    """Each distinct value, or quantiles of many; missing values are one of them."""
    distinct, bins = np.unique(column, return_inverse=True)
    if len(distinct) > MOST_BINS:
        edges = np.unique(np.nanquantile(column, np.linspace(0, 1, MOST_BINS + 1)[1:-1]))
        bins = np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, column))
    return bins


def _rates(bins: NDArray[np.int64], y: NDArray[np.bool_], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The share of positives in each bin, drawn a little toward the share in all."""
    n = bins.max() + 1
    ones, all_ = np.bincount(bins[rows & y], minlength=n), np.bincount(bins[rows], minlength=n)
    return (ones + y[rows].mean()) / (all_ + 1)


def _area(bins: NDArray[np.int64], y: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    rates = _rates(bins, y, told)
    _, rank = np.unique(rates, return_inverse=True)
    level = rank[bins]
    n = rank.max() + 1
    ones = np.bincount(level[~told & y], minlength=n).astype(float)
    zeros = np.bincount(level[~told & ~y], minlength=n).astype(float)
    below = np.cumsum(zeros) - zeros / 2
    return float((ones * below).sum() / (ones.sum() * zeros.sum()))


def _decisions(column: NDArray[np.float64], y: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows that the column alone would call positive, at its best cut."""
    bins = _bins(column)
    rates = _rates(bins, y, np.ones(len(y), dtype=bool))[bins]
    cuts = np.unique(rates)
    gains = [(rates[y] >= cut).mean() - (rates[~y] >= cut).mean() for cut in cuts]
    return rates >= cuts[int(np.argmax(gains))]


def _one_column(a: NDArray[np.float64], b: NDArray[np.float64], y: NDArray[np.bool_]) -> bool:
    """Were both made of one column: the one computed from the other, or dummies: apart, or for the same rows?"""
    if _made_of(a, b) or _made_of(b, a) or _made_of(b, _common(a)) or _made_of(a, _common(b)):
        return True
    if len(np.unique(a)) != 2 or len(np.unique(b)) != 2:
        return False
    mine, theirs = _decisions(a, y), _decisions(b, y)
    classes = not ((a == a.max()) & (b == b.max())).any()
    return classes or bool((mine & theirs).sum() >= 0.95 * (mine | theirs).sum())


def _common(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a column has its most common value: the filled-in one, of which an indicator may tell."""
    distinct, times = np.unique(column, return_counts=True)
    return (column == distinct[np.argmax(times)]).astype(float)


# --- whose column it is ---------------------------------------------------------------------------


def said_by_a_model(watch: "Watch", values: NDArray, event: Event) -> bool:
    """Does a column hold what models of the program said of these rows, fold by fold perhaps, or a function of it?"""
    single = np.asarray(values, dtype=np.float32)
    equal, made = np.zeros(len(single), dtype=bool), False
    for earlier in watch.events[: event.number]:
        out = earlier.content.get("out")
        if earlier.what != "predict" or out is None or earlier.ids is None or len(out) != len(earlier.ids):
            continue
        columns = np.asarray(out, dtype=np.float32).reshape(len(out), -1)
        equal |= _holds(single, event.ids, columns, earlier.ids)
        if np.array_equal(event.ids, earlier.ids):
            made = made or any(_made_of(single, c) for c in columns.T)
    told = equal.mean() > 0.98
    if told and len(np.unique(single)) > 10:
        return True
    # A column of few values may look like a prediction by chance: then it is in the program's tables.
    own = (v for root in watch.ledger.roots for v in _columns(root) if _is(single, v, event.ids, root))
    return bool(told or made) and next(own, None) is None


def _columns(root: Root) -> Iterable[Any]:
    return (c for c in root.columns.values() if not _is_label(codes(pd.Series(np.asarray(c))), root))


def _holds(column: NDArray, ids: NDArray, out: NDArray, theirs: NDArray) -> NDArray[np.bool_]:
    """The rows of a column that hold what one prediction said of them."""
    if len(ids) == len(theirs) and np.array_equal(ids, theirs):
        places, there = np.arange(len(ids)), np.ones(len(ids), dtype=bool)
    else:
        order = np.argsort(theirs, kind="stable")
        places = order[np.minimum(np.searchsorted(theirs, ids, sorter=order), len(order) - 1)]
        there = (theirs[places] == ids) & (ids >= 0)
    same = np.isclose(out[places], column[:, None], rtol=1e-5, atol=1e-7)
    best = same[there].sum(axis=0).argmax() if there.any() else 0
    return there & same[:, best]


def _is(column: NDArray, values: Any, ids: NDArray, root: Root) -> bool:
    """Is this column a column of a table, as it is or with two other values?"""
    mine = (ids >= root.offset) & (ids < root.offset + root.n)
    if not mine.any():
        return False
    theirs = codes(values if isinstance(values, pd.Series) else pd.Series(np.asarray(values)))
    a, b = np.asarray(column, dtype=float)[mine], theirs[ids[mine] - root.offset]
    return _made_of(a, b) and _made_of(b, a)


def _is_label(numbers: NDArray[np.float64], root: Root) -> bool:
    known = ~np.isnan(root.label)
    return bool(known.any()) and _made_of(root.label[known], numbers[known]) and len(np.unique(numbers[known])) == 2


def _made_of(column: NDArray, source: NDArray) -> bool:
    """Is a column computed from another, row by row: scaled, in classes, or one value of it against the rest?"""
    known = ~np.isnan(source) & ~np.isnan(column)
    if known.sum() < 10:
        return False
    a, b = column[known].astype(np.float32), source[known]
    if len(np.unique(a)) < 2:
        return False
    distinct, bins = np.unique(b, return_inverse=True)
    if len(distinct) <= 50:
        order = np.argsort(bins, kind="stable")
        same = np.diff(bins[order]) == 0
        return bool(np.isclose(np.diff(a[order])[same], 0, atol=1e-6).all())
    ranks = [pd.Series(v).rank().to_numpy() for v in (a, b)]
    return bool(abs(np.corrcoef(*ranks)[0, 1]) > 0.9999)


def _name(
    watch: "Watch", event: Event, X: Any, values: NDArray, rows: NDArray[np.int64], k: int
) -> tuple[str, bool] | None:
    """What the program calls a column, and whether it only says where there is a value; None if steps mixed it."""
    ids = event.ids[rows]
    for outer in reversed(watch._stack):
        if isinstance(outer.data, pd.DataFrame) and outer.ids is not None:
            columns = {str(c): codes(outer.data.iloc[:, j]) for j, c in enumerate(outer.data.columns)}
            found = _source(values, columns, ids, Lineage(outer.ids))
            if found is not None:
                return found
    names = event.content.get("names") or (list(X.columns) if isinstance(X, pd.DataFrame) else None)
    if names:
        return repr(str(names[k])), False
    for root in watch.ledger.roots:
        columns = {str(c): codes(pd.Series(np.asarray(v))) for c, v in root.columns.items()}
        columns = {c: v for c, v in columns.items() if not c.startswith("scenario.") and not _is_label(v, root)}
        found = _source(values, columns, ids, Lineage(root.ids))
        if found is not None:
            return found
    return (f"column {k} of {shape_of(X)[1]}", False) if not event.via else None


def _source(
    values: NDArray, columns: dict[str, NDArray[np.float64]], ids: NDArray, lineage: Lineage
) -> tuple[str, bool] | None:
    """The column, of those with the fewest values, that others are computed from."""
    order = np.argsort(lineage.ids, kind="stable")
    places = order[np.minimum(np.searchsorted(lineage.ids, ids, sorter=order), len(order) - 1)]
    there = lineage.ids[places] == ids
    if there.mean() < 0.5:
        return None
    cut = {name: column[places[there]] for name, column in columns.items() if len(column) == len(lineage.ids)}
    mine = values[there]
    for name in sorted(cut, key=lambda c: len(np.unique(cut[c]))):
        if _made_of(mine, cut[name]):
            return repr(name), False
        if np.isnan(cut[name]).any() and _made_of(mine, np.isnan(cut[name]).astype(float)):
            return repr(name), True
    return None
