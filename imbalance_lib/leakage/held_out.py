"""Which sets of held-out rows a program scores, and how their labels are replaced once they stand apart."""

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.by_name import predictions_of
from imbalance_lib.leakage.events import MODELS, Place
from imbalance_lib.leakage.follow import Follower
from imbalance_lib.leakage.numbers import real
from imbalance_lib.leakage.replaced import Swap
from imbalance_lib.leakage.rerun import Scored
from imbalance_lib.leakage.rows import Lineage
from imbalance_lib.leakage.scores import Score, folds_of, reported
from imbalance_lib.leakage.values import codes
from imbalance_lib.leakage.watch import Watch


def scored_sets(watch: Watch, follower: Follower, scores: list[Score]) -> list[Scored]:
    """The scores of a run, by the set of their rows; training scores left out."""
    found: dict[bytes, Scored] = {}
    library = [s for s in scores if s.event.role != "by hand" or s.models]
    for score in library or _last_by_hand(scores):
        inner = any(watch.events[k].what == "fit" for k in score.event.within)  # of a search, of a tuned threshold
        unknown = len(score.rows) < 0.5 * len(score.event.ids)  # a pool of which a part is known by chance
        if score.in_training or len(score.rows) < 6 or inner or unknown:
            continue
        key = score.rows.tobytes()
        entry = found.setdefault(
            key, Scored(score.rows, [], False, score.event.place, by_hand=score.event.role == "by hand")
        )
        entry.events.append(score.event.number)
        entry.final |= reported(score, scores)
        entry.weighted |= score.event.weighted
        entry.place = score.event.place
    if not scores:
        found = _by_prediction(watch) or _by_name(watch, follower)
    for entry in found.values():
        entry.atom, entry.fold_events = _atom(watch, entry)
        if entry.atom is not None:  # of pooled scores, those of the last line
            last = watch.events[max(entry.events)]
            same = [watch.events[k] for k in entry.events if watch.events[k].path == last.path]
            entry.events = [e.number for e in same if e.place == last.place]
    for entry in found.values():
        entry.entity = _entity(watch, entry.together)
        labels = watch.ledger.labels(entry.rows)
        entry.prevalence = float(np.nanmean(labels)) if (~np.isnan(labels)).any() else float("nan")
        roots = [r for r in (watch.ledger.root_of(int(entry.rows[0])),) if r is not None]
        overall = np.concatenate([r.label for r in roots]) if roots else np.empty(0)
        entry.overall = float(np.nanmean(overall)) if (~np.isnan(overall)).any() else float("nan")
    return list(found.values())


def _atom(watch: Watch, entry: Scored) -> tuple[NDArray[np.int64] | None, tuple[int, ...]]:
    """Where a score pools the predictions of several folds: the rows of one fold, and the events that predicted them.

    No rows where that can't be told, None where nothing is pooled. Rows that some model behind the score was fitted on
    can't be replaced together with the rest: the models of other folds learned from them.
    """
    last = max(entry.events, default=0)
    before = [e for e in watch.events[:last] if e.what == "predict" and e.ids is not None]
    folds = folds_of(watch.events[last], before) if entry.events else []
    if folds:
        return real(folds[-1].ids), (folds[-1].number,)
    for event in reversed(before):
        fold = event.content.get("fold")
        if fold is not None and len(fold) < len(entry.rows) and np.array_equal(real(event.ids), entry.rows):
            return np.unique(fold), (event.number,)
    chain = {k for e in entry.events for k in (*watch.events[e].via, *watch.events[e].children)}
    models = [e for e in watch.events if e.what == "fit" and e.role in MODELS and e.ids is not None]
    models = [m for m in models if m.number in chain] or [m for m in models if m.number < last]
    if not models and _folded(watch, entry.rows):
        return np.empty(0, np.int64), ()
    if not any(np.isin(entry.rows, real(m.ids)).any() for m in models):
        return None, ()
    return np.empty(0, np.int64), ()


def _folded(watch: Watch, rows: NDArray[np.int64]) -> bool:
    """Are these all the rows there are, or all that were split? What was said of them by hand then pools folds."""
    splits = [e for e in watch.events if e.what == "split" and e.ids is not None]
    everything = len(rows) >= 0.9 * sum(root.n for root in watch.ledger.roots)
    return everything or any(np.array_equal(real(e.ids), rows) for e in splits)


def _entity(watch: Watch, rows: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """The customer, patient or day of each held-out row: a column with repeats whose values no other row shares."""
    root = watch.ledger.root_of(int(rows[0])) if len(rows) else None
    if root is None or rows[0] < root.offset or rows[-1] >= root.offset + root.n or len(rows) >= root.n:
        return None
    held = np.zeros(root.n, dtype=bool)
    held[rows - root.offset] = True
    best: NDArray[np.float64] | None = None
    for values in root.columns.values():
        series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
        if len(series) != root.n:
            continue
        numbers = codes(series)
        mine = np.unique(numbers[held])
        whole = (
            2 <= len(mine) <= 0.67 * len(rows) and not np.isnan(mine).any() and not np.isin(mine, numbers[~held]).any()
        )
        if whole and (best is None or len(mine) < len(np.unique(best))):
            best = numbers[held]
    return best


def _by_prediction(watch: Watch) -> dict[bytes, Scored]:
    """Where no score was seen: predictions for rows that their model was not fitted on."""
    found: dict[bytes, Scored] = {}
    for event in watch.events:
        if event.what != "predict" or event.ids is None:
            continue
        rows = real(event.ids)
        fits = [watch.events[k] for k in event.via if watch.events[k].role in MODELS]
        seen = any(f.ids is not None and np.isin(rows, real(f.ids)).any() for f in fits)
        if len(rows) > 5 and fits and not seen:
            entry = found.setdefault(rows.tobytes(), Scored(rows, [], True, event.place, by_hand=True))
            entry.events.append(event.number)
            entry.place = event.place
    return found


HELD = (
    r"(?i)(^|_)(x_?|y_?|df_?)?(test|te|held|holdout|hold|new|future|later|recent|hidden|unseen|eval|evaluation)(_|$|\d)"
)


def _by_name(watch: Watch, follower: Follower) -> dict[bytes, Scored]:
    """Where no model was seen either: the rows that a name such as `test` or `new` holds."""
    for record in reversed(follower.records):
        if record.ids is None or not re.search(HELD, record.name):
            continue
        rows = real(record.ids)
        root = watch.ledger.root_of(int(rows[0])) if len(rows) else None
        mine = [r for r in follower.records if r.ids is not None and np.array_equal(real(r.ids), rows)]
        grown = any(a.name == b.name and b.width == a.width + 1 for a, b in zip(mine, mine[1:], strict=False))
        told = predictions_of(follower.records, rows, watch.ledger) or grown
        if root is not None and 5 < len(rows) < 0.7 * root.n and told:
            place = Place(
                watch.events[-1].place.file if watch.events and watch.events[-1].place else "", record.line, record.cell
            )
            return {rows.tobytes(): Scored(rows, [], True, place, by_hand=True)}
    return {}


def _last_by_hand(scores: list[Any]) -> list[Any]:
    """Where all scores are by hand and no model is known: those of the rows that came into play last."""
    if not scores:
        return []
    first: dict[Any, int] = {}
    for s in scores:
        first.setdefault(s.event.place, s.event.number)
    last = max(first.values())
    place = next(p for p, k in first.items() if k == last)
    return [s for s in scores if s.event.place == place]


def late_labels(swap: Swap, labels: dict[int, float], names: set[str], watch: Watch) -> Any:
    """Replaces the labels of the held-out rows wherever they stand apart from the others."""
    held = swap.rows

    def one(values: Any, ids: NDArray[np.int64]) -> Any:
        old = np.array([labels.get(int(k), np.nan) for k in ids])
        new = np.array([swap.labels.get(int(k), np.nan) for k in ids])
        items = np.asarray(values.detach().cpu() if hasattr(values, "detach") else values)
        if np.isnan(old).any() or len(np.unique(old)) < 2:
            return None
        ones, zeros = pd.unique(pd.Series(items[old == 1])), pd.unique(pd.Series(items[old == 0]))
        if len(ones) != 1 or len(zeros) != 1 or ones[0] == zeros[0]:
            return None
        made = np.where(new == 1, ones[0], zeros[0])
        if isinstance(values, pd.Series):
            return pd.Series(made, index=values.index, name=values.name).astype(values.dtype)
        if hasattr(values, "detach"):
            import torch

            return torch.as_tensor(made.astype(items.dtype), device=values.device).reshape(values.shape)
        return made.astype(items.dtype)

    def late(value: Any, lineage: Lineage) -> Any:
        new = replaced(value, lineage)
        if new is not None:
            watch.ledger.note_labels(lineage.ids, np.array([swap.labels[int(k)] for k in lineage.ids]))
        return new

    def replaced(value: Any, lineage: Lineage) -> Any:
        ids = lineage.ids
        if len(ids) != len(held) or watch.answered(lineage) or not np.array_equal(real(ids), held):
            return None
        if isinstance(value, pd.DataFrame):
            made = None
            named = [k for k, c in enumerate(value.columns) if str(c) in names]
            for k in named or range(value.shape[1]):
                new = one(value.iloc[:, k], ids)
                if new is not None:
                    made = value.copy() if made is None else made
                    made.isetitem(k, new)
            return made
        if len(value.shape) == 1 or (len(value.shape) == 2 and value.shape[1] == 1):
            flat = value.reshape(-1) if len(value.shape) == 2 and not isinstance(value, pd.Series) else value
            new = one(flat, ids)
            return new.reshape(value.shape) if new is not None and len(value.shape) == 2 else new
        return None

    return late
