"""The scores of a program: of which rows, by which models, and which of them are its last words."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.estimators import META
from imbalance_lib.leakage.events import MODELS, Event
from imbalance_lib.leakage.numbers import UNKNOWN, distinct, real, shared
from imbalance_lib.leakage.watch import Watch


@dataclass
class Score:
    """A score with what stands behind it: the rows, the models, and the other fitted steps."""

    event: Event
    rows: NDArray[np.int64]
    models: list[Event]
    steps: list[Event]
    trained: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    in_training: bool = False  # a score on training rows, and meant as one
    asked: dict[int, NDArray[np.int64]] = field(default_factory=dict)  # by fit: the scored rows that went through it

    def both(self, fit: Event) -> NDArray[np.int64]:
        """The rows that a step was fitted on and that are scored through it."""
        return shared(self.asked[fit.number], real(fit.ids)) if fit.ids is not None else np.empty(0, np.int64)


def scores_of(watch: Watch) -> list[Score]:
    """All scores whose rows are known, in order. Training scores are marked; those of shuffled labels left out."""
    found = []
    spoken = [e for e in watch.events if e.what == "score" and e.ids is not None and not (e.ids == UNKNOWN).all()]
    silent = [e for e in watch.events if e.what == "predict" and e.ids is not None and not (e.ids == UNKNOWN).all()]
    stand_ins = [e for e in silent if not _about_all(watch, e)]
    told: dict[tuple, NDArray[np.int64]] = {}
    sets: dict[bytes, NDArray[np.int64]] = {}  # equal sets of rows are one object
    through: dict[int, list[Event]] = {}
    for p in silent:
        for k in {*p.via, *p.children}:
            through.setdefault(k, []).append(p)
    for event in spoken or stand_ins:  # where no score is seen, predictions stand for them
        if not any(watch.events[k].role in MODELS for k in event.via):
            event.via |= _last_prediction(event, silent)
        behind = [watch.events[k] for k in sorted(event.via)]
        models = [f for f in behind if f.what == "fit" and f.role in MODELS and f.supervised]
        steps = [f for f in behind if f.what == "fit" and f not in models]
        rows = real(event.ids)
        score = Score(event, sets.setdefault(rows.tobytes(), rows), models, steps)
        seen = [real(m.ids) for m in models if m.ids is not None]
        score.trained = distinct(np.concatenate(seen)) if seen else score.trained
        score.asked = {f.number: _asked(score, through.get(f.number, []), told) for f in (*models, *steps)}
        found.append(score)
    found = [s for s in found if not _loop(s, found) and not any(m.content.get("shuffled") for m in s.models)]
    for score in found:
        score.in_training = _in_training(score, found)
    return found


def _about_all(watch: Watch, event: Event) -> bool:
    """Was a model asked about all of its training rows and others too? Which of them are scored is then not known."""
    rows = real(event.ids)
    fits = [watch.events[k] for k in event.via if watch.events[k].what == "fit" and watch.events[k].role in MODELS]
    seen = [real(f.ids) for f in fits if f.supervised and f.ids is not None]
    return any(0 < len(s) < len(rows) and np.isin(s, rows).all() for s in seen)


def folds_of(score: Event, before: list[Event]) -> list[Event]:
    """The predictions, made in one line and one fold after the other, that this score pools.

    They are about just its rows, and either they are what is scored or nothing else was predicted since.
    """
    rows = real(score.ids)
    families: dict[object, list[Event]] = {}
    for event in before:
        if event.what != "predict" or event.ids is None:
            continue
        mine = real(event.ids)
        if 0 < len(mine) < len(rows) and np.isin(mine, rows).all():
            families.setdefault((event.place, event.path), []).append(event)
    for events in reversed(families.values()):
        ids = np.concatenate([e.ids for e in events])
        if len(ids) != len(score.ids) or not np.array_equal(real(ids), rows):
            continue
        since = [e for e in before if e.what == "predict" and e.number > events[-1].number and "fold" not in e.content]
        if not since or _same_values(score, events):
            return events
    return []


def _one_of_many(score: Score, before: list[Event]) -> list[Event]:
    """The prediction that is scored, where it was in a table with those of other models for other rows."""
    event = score.event
    for p in reversed(before):
        if p.what == "predict" and p.ids is not None and len(p.ids) == len(event.ids):
            if np.isin(score.rows, p.ids).all() and _same_values(event, [p]):
                return [p]
    return []


def _same_values(score: Event, predictions: list[Event]) -> bool:
    """Are these predictions what is scored?"""
    out, told = score.content.get("out"), [p.content["out"] for p in predictions if "out" in p.content]
    if out is None or out.ndim > 1 or len(told) < len(predictions):
        return False
    values = np.concatenate([t[:, -1] if t.ndim > 1 else t for t in told])
    ids = np.concatenate([p.ids for p in predictions])
    if len(values) != len(ids) or len(out) != len(score.ids):
        return False
    _, mine, theirs = np.intersect1d(score.ids, ids, return_indices=True)
    mine, theirs = mine[score.ids[mine] >= 0], theirs[score.ids[mine] >= 0]
    return len(mine) > 0.9 * len(out) and bool(np.isclose(out[mine], values[theirs], rtol=1e-6).mean() > 0.99)


def parts_of(score: Score, watch: Watch) -> list[Score]:
    """A score that pools folds as one score a fold, each with the models that answered for it; else just the score."""
    event = score.event
    before = watch.events[: event.number]
    folds = folds_of(event, before) or (_one_of_many(score, before) if len(score.models) > 1 else [])
    behind = {k for p in folds for k in {*p.via, *p.children}}
    if not folds or len(folds) > 1 and score.models and not {m.number for m in score.models} <= behind:
        return [score]
    parts = []
    for p in folds:
        fits = [watch.events[k] for k in sorted({*p.via, *p.children}) if watch.events[k].what == "fit"]
        via = event.rows_via if len(folds) == 1 else p.rows_via
        mine = replace(event, ids=p.ids, via=frozenset(f.number for f in fits), rows_via=via)
        models = [f for f in fits if f.role in MODELS and f.supervised]
        part = Score(mine, real(p.ids), models, [f for f in fits if f not in models])
        seen = [real(m.ids) for m in models if m.ids is not None]
        part.trained = distinct(np.concatenate(seen)) if seen else part.trained
        part.asked = {f.number: part.rows for f in fits}
        parts.append(part)
    return parts


def _asked(score: Score, predictions: list[Event], told: dict[tuple, NDArray[np.int64]]) -> NDArray[np.int64]:
    """The scored rows that went through a fit: in a score that pools folds, each model answers for its own.

    `predictions` are all that went through it, and `told` remembers the rows of some of them.
    """
    before = tuple(p.number for p in predictions if p.number < score.event.number)
    if not before:
        return score.rows
    if before not in told:
        told[before] = distinct(np.concatenate([real(p.ids) for p in predictions[: len(before)]]))
    mine = shared(told[before], score.rows)
    return mine if len(mine) else score.rows


def _last_prediction(event: Event, predictions: list[Event]) -> frozenset[int]:
    """What the last prediction for the same rows went through: the program may have put it into a table."""
    for earlier in reversed(predictions):
        if earlier.number < event.number and earlier.ids is not None and event.ids is not None:
            if len(earlier.ids) == len(event.ids) and np.array_equal(np.sort(earlier.ids), np.sort(event.ids)):
                return earlier.via
    return frozenset()


def _loop(score: Score, others: list[Score]) -> bool:
    """Is this a step of a training loop by hand, where labels meet predictions that change each time?"""
    if score.event.role != "by hand" or score.models:
        return False
    outs = [
        o.event.content.get("out") for o in others
        if o.event.role == "by hand" and o.event.place == score.event.place and np.array_equal(o.rows, score.rows)
    ]  # fmt: skip
    fine = [o for o in outs if o is not None and len(np.unique(o)) > 2]
    return len({o.tobytes() for o in fine}) >= 5


def _in_training(score: Score, others: list[Score]) -> bool:
    """Is this the score on the training rows, beside or instead of one on other rows?"""
    fitted = [m for m in score.models if m.ids is not None and not (m.name in META and m.children)]
    both = [score.both(m) for m in fitted]
    inside = distinct(np.concatenate(both)) if both else np.empty(0, np.int64)
    if not len(inside):
        return False
    covered = all(np.isin(real(m.ids), score.asked[m.number]).all() for m in fitted)
    if len(inside) == len(score.rows) and covered:
        return True
    numbers = {m.number for m in score.models}
    elsewhere = [o for o in others if numbers & {m.number for m in o.models} and len(o.rows)]
    apart = any(not any(len(o.both(m)) for m in o.models) for o in elsewhere)
    return bool(covered and apart)


def reported(score: Score, scores: list[Score], watch: Watch | None = None) -> bool:
    """Is this among the last words, or is there a later score of other rows, made in another line?

    A later score that pools folds counts too, where a model was fitted on these rows in between (give the watch).
    """
    for other in scores:
        elsewhere = (other.event.place, other.event.path) != (score.event.place, score.event.path)
        later = other.event.number > score.event.number and elsewhere
        if not later or not len(other.rows) or other.in_training or other.event.within:
            continue
        if other.rows is not score.rows and not len(shared(other.rows, score.rows)):
            return False
        if watch is not None and len(other.rows) > len(score.rows) and np.isin(score.rows, other.rows).all():
            between = watch.events[score.event.number : other.event.number]
            if any(e.what == "fit" and e.role in MODELS and np.array_equal(real(e.ids), score.rows)
                   for e in between if e.ids is not None):  # fmt: skip
                return False
    return True
