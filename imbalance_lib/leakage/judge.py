"""From what was watched to findings: which scored rows had been seen, by which step, in which line."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.leakage.estimators import META
from imbalance_lib.leakage.events import MODELS, Event, Place
from imbalance_lib.leakage.findings import LEAK, MINOR, SUSPICION, Finding, finding, merged
from imbalance_lib.leakage.numbers import real
from imbalance_lib.leakage.outcome import outcome_features
from imbalance_lib.leakage.rows import Root
from imbalance_lib.leakage.scores import Score, parts_of, reported
from imbalance_lib.leakage.values import codes
from imbalance_lib.leakage.watch import Watch

BY_LABELS = (
    "SelectKBest", "SelectPercentile", "SelectFpr", "SelectFdr", "SelectFwe", "GenericUnivariateSelect", "RFE", "RFECV",
    "SelectFromModel", "SequentialFeatureSelector",
)  # fmt: skip


FOR_CHOOSING = re.compile(r"(?i)val|cv|inner|dev|oof|tun")


@dataclass
class Roles:
    """Columns that have a role, by name."""

    target: str | None = None
    groups: str | None = None
    time: str | None = None
    label_time: str | None = None
    not_at_prediction: tuple[str, ...] = ()


def judge(watch: Watch, scores: list[Score], roles: Roles) -> list[Finding]:
    """All findings that the rows alone show."""
    found: list[Finding] = []
    for score in scores:
        if score.in_training:
            continue
        inner = any(watch.events[k].role == "search" for k in score.event.within)
        told = not inner or reported(score, scores)  # a search on scaled training rows is no reported score
        for part in parts_of(score, watch):
            found += _resampled(watch, part) or _overlap(watch, part)
            found += [f for f in _steps(watch, part) if told or f.severity == LEAK]
            found += _early_stopping(part) if reported(score, scores) else []
            found += _calibration(watch, part)
            found += _columns(watch, part, roles) if told else []
            found += _copies_of_the_label(part)
        found += _chosen(watch, score, scores)
    found += outcome_features(watch, scores)
    found += _selections(watch, scores)
    found += _only_training(scores)
    found += _only_searched(watch, scores)
    return merged(found)


def _selections(watch: Watch, scores: list[Score]) -> list[Finding]:
    """The best of several scores of the same rows was picked, and no later score is of other rows."""
    by_number = {s.event.number: s for s in scores}
    found = []
    for pick in watch.events:
        if pick.what == "select" and pick.role == "cut" and pick.weighted and pick.ids is not None:
            mine_rows = real(pick.ids)
            stand_in = Score(pick, mine_rows, [], [])
            known = [s for s in scores if np.array_equal(s.rows, mine_rows)]
            if len(mine_rows) and reported(stand_in, scores, watch) and not any(s.in_training for s in known):
                text = f"The best point of a curve of {len(mine_rows):,} rows was picked and told: the labels chose it."
                found.append(finding("threshold-on-test", pick.place, text, score=pick.place))
    picks = [e for e in watch.events if e.what == "select" and e.role in ("best", "compare", "least")]
    for pick in picks:
        mine = [by_number[k] for k in pick.children if k in by_number and not by_number[k].in_training]
        twin = {"best": "least", "least": "best"}.get(pick.role)
        if any(p.role == twin and p.place == pick.place and set(p.children) == set(pick.children) for p in picks):
            continue  # both ends are told: a range, no choice
        last = mine[-1] if mine else None
        same = [s for s in mine if np.array_equal(s.rows, last.rows)] if last is not None else []
        if (
            last is None
            or _distinct(same) < 2
            or not reported(last, scores, watch)
            or _beside(pick, last, same, scores)
        ):
            continue
        models = {m.number for s in same for m in s.models}
        outs = [s.event.content.get("out") for s in same]
        cuts = len(models) <= 1 and all(o is not None and len(np.unique(o)) <= 2 for o in outs)
        torch_like = any(_is_module(m) for s in same for m in s.models)
        kind = (
            "early-stopping-on-test"
            if torch_like and len(models) == 1 and not cuts
            else "threshold-on-test"
            if cuts
            else "tuning-on-test"
        )
        n, what = len(last.rows), "cuts" if cuts else "epochs" if kind.startswith("early") else "candidates"
        text = f"The best of {_distinct(same)} {what} was picked by its score on the same {n:,} rows that are reported."
        found.append(finding(kind, pick.place, text, score=last.event.place))
    return found


def _beside(pick: Event, last: Score, chosen: list[Score], scores: list[Score]) -> bool:
    """Did the same line score each candidate on other rows as well, so that those are the ones that are told?

    They are if they came after, or if the column that was picked by says that it is for choosing.
    """
    mine = {s.event.number for s in chosen}
    others = [s for s in scores if s.event.place == last.event.place and s.event.number not in mine]
    others = [s for s in others if not s.in_training and not np.isin(s.rows, last.rows).any()]
    if len(others) < len(mine) or not all(np.array_equal(s.rows, others[0].rows) for s in others):
        return False
    return others[-1].event.number > last.event.number or bool(FOR_CHOOSING.search(pick.content.get("by", "")))


def _distinct(scores: list[Score]) -> int:
    """How many different predictions these are scores of."""
    seen = []
    for s in scores:
        out = s.event.content.get("out")
        seen.append(out.tobytes() if out is not None else tuple(sorted(s.event.via)))
    return len(set(seen))


def _is_module(event: Event) -> bool:
    return any(base.__module__.startswith("torch.") for base in type(event.tool).__mro__)


def _only_searched(watch: Watch, scores: list[Score]) -> list[Finding]:
    """The best score of a search, with nothing scored after it, is the best of several: a little too good."""
    inner = [s for s in scores if any(watch.events[k].role == "search" for k in s.event.within)]
    if not inner or len(inner) < len(scores):
        return []
    search = next(watch.events[k] for k in inner[-1].event.within if watch.events[k].role == "search")
    text = "All scores are those by which a search chose; the best of them is a little too good for a report."
    return [finding("tuning-on-test", search.place, text, SUSPICION, search.place)]


def _only_training(scores: list[Score]) -> list[Finding]:
    if not scores or not all(s.in_training for s in scores):
        return []
    last = scores[-1].event
    text = "Every score of this program is on rows its model was fitted on; none says how it does on new rows."
    return [finding("overlap", last.place, text, SUSPICION, last.place)]


def _resampled(watch: Watch, score: Score) -> list[Finding]:
    """Made-up or re-balanced rows: among the scored ones, or mixed from scored ones in training."""
    found = []
    near = {*score.event.via, *score.event.rows_via, *(k for m in score.models for k in (*m.via, *m.children))}
    resamplers = [e for e in (watch.events[k] for k in sorted(near)) if e.role == "resampler" and e.ids is not None]
    for r in resamplers:
        in_score = bool((score.event.ids == -r.number - 1).any()) or r.number in score.event.rows_via
        in_training = any(m.ids is not None and (r.number in m.via or r.number in m.children) for m in score.models)
        parents = np.isin(score.rows, real(r.ids))
        n_made = sum(int((m.ids == -r.number - 1).sum()) for m in score.models if m.ids is not None)
        copies = _copies(watch, r, score)
        place = r.place
        if in_training and parents.any() and (n_made or copies):
            text = (
                f"{r.name} resampled {len(r.ids):,} rows, {int(parents.sum()):,} of which are scored in "
                f"{score.event.place}: training holds copies or mixtures of them."
            )
            found.append(finding("resample-before-split", place, text, score=score.event.place))
        elif in_score and not score.event.weighted:
            before, after = _prevalence(watch, r.ids), _prevalence(watch, score.event.ids)
            made = int((score.event.ids == -r.number - 1).sum())
            if made or abs(after - before) > 0.02 or np.isnan(after):
                text = (
                    f"{r.name} changed the rows that are scored in {score.event.place}: {made:,} of them are made up, "
                    f"and positives are {after:.0%} of them instead of {before:.1%}."
                )
                found.append(finding("test-resampled", place, text, score=score.event.place))
    return found


def _copies(watch: Watch, r: Event, score: Score) -> bool:
    """Did this resampler only repeat rows, and do copies lie on both sides?"""
    return any(m.ids is not None and r.number in m.via and np.isin(score.rows, real(m.ids)).any() for m in score.models)


def _prevalence(watch: Watch, ids: NDArray[np.int64]) -> float:
    labels = watch.ledger.labels(ids)
    known = ~np.isnan(labels)
    return float(labels[known].mean()) if known.any() else float("nan")


def _overlap(watch: Watch, score: Score) -> list[Finding]:
    found = []
    for model in score.models:
        if model.ids is None or model.name in META and model.children and not _only_decides(watch, model):
            continue
        both = score.both(model)
        if not len(both):
            continue
        kind, place, text = _whence(watch, both, model, score)
        if _only_decides(watch, model):
            kind = "threshold-on-test"
            text = f"{model.name} chose the cut by {len(both):,} rows that are scored in {score.event.place}."
        small = len(both) < 0.01 * len(score.rows)
        found.append(finding(kind, place, text, MINOR if small else None, score.event.place))
    return found


def _only_decides(watch: Watch, model: Event) -> bool:
    """Was a cut chosen here for a model that was finished before?"""
    inside = [watch.events[k] for k in model.children]
    return model.name == "TunedThresholdClassifierCV" and not any(e.what == "fit" for e in inside)


def _whence(watch: Watch, both: NDArray[np.int64], model: Event, score: Score) -> tuple[str, Any, str]:
    """Rows on both sides: because the program repeated them, or because the parts overlap?"""
    n, where = f"{len(both):,} of the {len(score.rows):,} rows", f"scored in {score.event.place}"
    for ids, place in watch.ledger.repeats:
        distinct, times = np.unique(ids[ids >= 0], return_counts=True)
        if np.isin(both, distinct[times > 1]).mean() > 0.8:
            repeated = watch.ledger.labels(distinct[times > 1])
            root = watch.ledger.root_of(int(distinct[0]))
            rest = root.label if root is not None else repeated
            if np.nanmean(repeated) > 0.9 > np.nanmean(rest):
                text = f"Positives were repeated before the split: {n} {where} have a copy in training."
                return "resample-before-split", place or model.place, text
            return (
                "duplicates",
                place or model.place,
                f"The program repeated rows: {n} {where} have a copy in training.",
            )
    text = f"{model.name} was fitted on {n} {where}."
    return "overlap", model.place, text


def _steps(watch: Watch, score: Score) -> list[Finding]:
    """Transformers, encoders and selectors that saw scored rows."""
    found = []
    for step in score.steps:
        if step.ids is None or step.role in ("resampler", "stateless", "outlier") or step.name in META:
            continue
        seen = score.both(step)
        models = [m for m in score.models if m.ids is not None and (step.number in m.via or step.number in m.children)]
        for model in models:
            seen = np.setdiff1d(seen, score.both(model))  # rows that the model saw too are overlap
        if not len(seen):
            continue
        n, where = len(seen), f"scored in {score.event.place}"
        if step.role == "encoder" and _harmless(step, score):
            continue
        if len(score.trained) and not np.isin(real(step.ids), score.trained).any():
            text = f"{step.name} was fitted again, on {n:,} rows that are {where}."
            found.append(finding("refit-on-test", step.place, text, score=score.event.place))
        elif step.name in BY_LABELS:
            text = f"{step.name} chose columns with the labels of {n:,} rows that are {where}."
            found.append(finding("feature-selection", step.place, text, score=score.event.place))
        elif step.role == "target encoder":
            text = f"{step.name} used the labels of {n:,} rows that are {where}."
            found.append(finding("target-encoding", step.place, text, score=score.event.place))
        else:
            text = f"{step.name} was fitted on {len(step.ids):,} rows, {n:,} of which are {where}."
            found.append(finding("preprocessing", step.place, text, score=score.event.place))
    return found


def _harmless(step: Event, score: Score) -> bool:
    """Would the encoder have learned the same categories without the scored rows?"""
    try:
        frame = step.data if isinstance(step.data, (pd.DataFrame, pd.Series)) else pd.DataFrame(np.asarray(step.data))
        frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
        rest = ~np.isin(step.ids, score.rows)
        return all(frame.iloc[:, k].nunique() == frame.iloc[:, k][rest].nunique() for k in range(frame.shape[1]))
    except Exception:  # data of a form nobody foresaw: no accusation
        return True


def _early_stopping(score: Score) -> list[Finding]:
    found = []
    for model in score.models:
        if model.eval_ids is None:
            continue
        both = np.intersect1d(real(model.eval_ids), score.rows)
        if len(both) and model.ids is not None and not np.isin(both, real(model.ids)).all():
            text = f"{model.name} stopped training by {len(both):,} rows that are then scored in {score.event.place}."
            found.append(finding("early-stopping-on-test", model.place, text, score=score.event.place))
    return found


def _copies_of_the_label(score: Score) -> list[Finding]:
    """A feature that says what the label is, in every row."""
    found = []
    for model in score.models:
        for name in model.content.get("copies", ()):
            text = f"The feature {name!r} says what the label is in each of the {len(model.ids):,} training rows."
            found.append(finding("outcome-feature", model.place, text, LEAK, score.event.place))
    return found


def _calibration(watch: Watch, score: Score) -> list[Finding]:
    found = []
    for second in score.models:
        if second.ids is None or not len(mine := real(second.ids)):
            continue
        for k in sorted(second.via - second.content.get("taught", frozenset())):
            first = watch.events[k]
            if first.role not in MODELS or not first.supervised or first.ids is None or k == second.number:
                continue
            told = [
                real(p.ids) for p in watch.events
                if p.what == "predict" and p.number < second.number and first.number in p.children and p.ids is not None
            ]  # fmt: skip
            if not told and hasattr(first.tool, "transform"):
                continue  # a supervised step, such as discriminant analysis, that hands on columns
            about = np.intersect1d(np.concatenate(told), mine) if told else mine
            share = np.isin(about, real(first.ids)).mean() if len(about) else 0.0
            if share > 0.5 and first.number not in second.children:
                text = (
                    f"{second.name} learned from what {first.name} says about rows it was itself fitted on "
                    f"({share:.0%} of them): such predictions are too sure."
                )
                found.append(finding("calibration", second.place, text, score=score.event.place))
    return found


def column(watch: Watch, root: Root, name: str | None, role: str) -> NDArray[np.float64] | None:
    """A root's column that has a role: by name, or the scenario's own."""
    values = root.columns.get(name) if name else None
    if values is None:
        return None
    series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
    if role in ("time", "label_time") and getattr(series.dtype, "kind", "O") not in "biufM":
        try:
            series = pd.to_datetime(series, format="mixed")
        except (ValueError, TypeError):
            return None
    return codes(series)


def _columns(watch: Watch, score: Score, roles: Roles) -> list[Finding]:
    """Groups on both sides, the future in training, labels that were not known."""
    found: list[Finding] = []
    for model in score.models:
        if model.ids is not None and not (model.name in META and model.children):
            found += _columns_of(watch, score, model, roles)
    return found


def _columns_of(watch: Watch, score: Score, model: Event, roles: Roles) -> list[Finding]:
    """The same for one model: the rows it was fitted on, and the scored rows it answered for."""
    found: list[Finding] = []
    train, rows, where = real(model.ids), score.asked[model.number], score.event.place
    if not len(train) or not len(rows):
        return found
    born = watch.ledger.born_at
    fitted = _split_place(watch, model, train) or born(model.ids) or born(train) or born(rows) or model.place

    def of(role: str, ids: NDArray) -> NDArray:
        name = getattr(roles, role)
        return watch.ledger.values(ids, lambda root: column(watch, root, name or f"scenario.{role}", role))

    when, then = of("time", train), of("time", rows)
    timed = not np.isnan(when).all() and not np.isnan(then).all()
    future = timed and bool((when > np.nanmin(then)).any())
    if future:
        late = int((when > np.nanmin(then)).sum())
        text = f"{late:,} of {len(train):,} training rows are later than the first row scored in {where}."
        found.append(finding("time", fitted, text, None if roles.time else SUSPICION, where))
    known = of("label_time", real(model.content.get("labelled", model.ids)))
    if timed and not future and not np.isnan(known).all():
        early = int((known > np.nanmin(then)).sum())
        if early:
            text = f"The labels of {early:,} training rows became known only after the first row scored in {where}."
            severity = None if roles.label_time else SUSPICION
            found.append(finding("label-delay", fitted, text, severity, where))
    mine, theirs = of("groups", train), of("groups", rows)
    ordered = timed and not future
    if not np.isnan(mine).all() and (roles.groups or not ordered):
        shared = np.isin(theirs, mine[~np.isnan(mine)])
        if shared.any():
            name = roles.groups or "groups"
            text = (
                f"{int(shared.sum()):,} of {len(rows):,} rows scored in {where} share their {name} with training rows."
            )
            found.append(finding("group", fitted, text, LEAK if roles.groups and not ordered else SUSPICION, where))
    return found


def _split_place(watch: Watch, model: Event, train: NDArray[np.int64]) -> Place | None:
    """The line of the last split whose training part holds all rows of a model."""
    for event in reversed(watch.events[: model.number]):
        if event.what == "split" and event.data is not None and np.isin(train, event.ids).all():
            return event.place if any(np.isin(train, part).all() for part in event.data) else None
    return None


def _chosen(watch: Watch, score: Score, scores: list[Score]) -> list[Finding]:
    """Decisions that depend on a choice made by the score of the same rows."""
    found = []
    for k in sorted(score.event.chosen_on):
        choice = watch.events[k]
        if choice.ids is None or not reported(score, scores):
            continue
        both = np.isin(score.rows, real(choice.ids))
        if both.mean() > 0.5:
            kind = "threshold-on-test" if choice.role == "cut" else "tuning-on-test"
            n, where = int(both.sum()), score.event.place
            text = f"A choice made here with the labels of {n:,} rows is scored on the same rows in {where}."
            found.append(finding(kind, choice.place, text, score=score.event.place))
    return found
