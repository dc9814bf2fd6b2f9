"""On labels that are pure noise an honest protocol scores at chance; one that leaks shines.

Chance is the protocol's own: its scores against other noise labels of the same rows.
"""

import copy
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata, t
from sklearn import metrics

from imbalance_lib.leakage.swap import CLEAN, LEAKS, UNKNOWN, pinned_seeds, quiet

LEVEL = 0.998  # of the interval: a protocol that is only lucky lies above it once in 1,000 tests
REDRAWS = 10  # of the labels of the scored rows in each draw, for the null
Fold = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class NoiseResult:
    """The verdict, the sentence that says it, and the figures behind it, one score and one null a draw.

    `effect` is how far the scores lie on the good side of the null, on average, and `interval` its 99.8 %
    interval; all are NaN where nothing could be scored.
    """

    verdict: str  # leaks, no leak seen, could not judge
    sentence: str
    metric: str
    scores: NDArray[np.float64]
    nulls: NDArray[np.float64]
    effect: float = math.nan
    interval: tuple[float, float] = (math.nan, math.nan)
    null: str = "none"  # where the null comes from, in words

    def __repr__(self) -> str:
        return f"{self.verdict}: {self.sentence} [{len(self.scores)} draws; null: {self.null}]"


def noise_test(
    protocol: Callable[..., Any],
    X: Any,
    y: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    time: ArrayLike | None = None,
    metric: str | Callable[[NDArray, NDArray], float] | None = None,
    larger_is_better: bool | None = None,
    chance: float | None = None,
    n_draws: int = 16,
    min_effect: float = 0.02,
    random_state: int = 0,
) -> NoiseResult:
    """Does a protocol score better than chance where there is nothing to learn? Then it has seen the answers.

    `protocol(X, y)`, which may also take `groups` and `time`, is run on `n_draws` noise labellings (see
    `noise_labels`; groups and time stay as they are). It returns either `(row_ids, scores)`, or a list of such
    pairs, one a fold, with positions of rows of X, or a number.

    Rows and scores are judged by `metric`: a name in `METRICS`, or a function of labels and scores; by default
    ROC AUC. Each fold counts by its pairs of a positive and a negative, and scores of different folds are not
    compared, unless every fold has one class only. The null is the same scores against redrawn labels of the
    same rows, fold by fold: given its training labels, an honest protocol cannot tell these from the real ones,
    so both have the same mean, whatever the metric, the prevalence and the number of positives.

    For a number the labels are not at hand, so the null is `chance`, or what is known of the named `metric`: its
    mean by chance (ROC AUC, balanced accuracy, MCC, kappa, precision), the best that chance can do (F1, accuracy,
    Brier score), or the exact mean of average precision for random ranks (Bestgen, 2015), at tenths of the rows,
    where its small-sample bias is large. Its noise does not keep the prevalence over time, and where groups of
    many sizes give noise away ROC AUC is compared with that. Else the verdict is "could not judge".

    "leaks" if the lower end of the 99.8 % t-interval over the draws is above `min_effect`, with the larger of
    the spread between draws and that of the null: honest protocols by design in less than one test in 1,000.
    "no leak seen" needs an interval that could not hide five times `min_effect`, and labels that really moved.
    A metric that is not a share of 1 needs a `min_effect` in its own unit.
    Raises ValueError for unusable arguments and answers; a protocol that raises is "could not judge".
    """
    table, labels = _arguments(X, y)
    codes = (labels == np.unique(labels)[1]).astype(np.int64)
    groups, time = _by_row("groups", groups, len(codes)), _by_row("time", time, len(codes))
    _check(protocol, metric, chance, n_draws, min_effect)
    name = metric if isinstance(metric, str) else getattr(metric, "__name__", "score") if metric else "roc_auc"
    known = METRICS.get(name) if not callable(metric) else None
    larger = larger_is_better if larger_is_better is not None else known is None or known.larger
    score = metric if callable(metric) else METRICS[name].score
    rng, block = np.random.default_rng(random_state), _blocks(codes, groups, time)
    scores, nulls, spreads, kept, failures = [], [], [], [], []
    null = "its own scores against redrawn noise labels"
    at_chance: float | None = None

    def ask(draw: int) -> tuple[NDArray, Any]:
        drawn = _dealt(codes, groups, block, rng)
        with quiet(), pinned_seeds(random_state + draw):
            return drawn, _ask(protocol, table, np.unique(labels)[drawn], y, groups, time)

    for draw in range(n_draws):
        try:
            drawn, answer = ask(draw)
            if _is_number(answer) and block.any():  # where prevalence drifts nobody knows what chance reaches
                block = np.zeros_like(block)
                drawn, answer = ask(draw)
        except Exception as fault:
            failures.append(f"{type(fault).__name__}: {fault}"[:150])
            continue
        kept.append(_alike(codes, drawn))
        if _is_number(answer):
            if at_chance is None:
                at_chance, null = _chance(name if metric is not None else None, chance, codes, groups, rng)
            if at_chance is None:
                return NoiseResult(UNKNOWN, null, name, np.array([float(answer)]), np.array([math.nan]))
            ours, null_scores = float(answer), np.array([at_chance])
        else:
            folds = _folds(answer, len(codes))
            ours = _score(folds, drawn, score)
            redrawn = [_redrawn(folds, drawn, groups, block, rng) for _ in range(REDRAWS)]
            null_scores = np.array([_score(folds, other, score) for other in redrawn])
            kept.append(float(np.mean([_alike(drawn, other) for other in redrawn])))
        if math.isfinite(ours) and np.isfinite(null_scores).all():
            scores.append(ours)
            nulls.append(float(null_scores.mean()))
            spreads.append(float(null_scores.var(ddof=1)) * (1 + 1 / REDRAWS) if len(null_scores) > 1 else 0.0)
        else:
            failures.append(f"the {name} is not a finite number")
    found = np.array(scores), np.array(nulls)
    if len(scores) < max(2, n_draws * 2 / 3):
        told = f"the protocol gave no score on {len(failures)} of {n_draws} noise labellings ({failures[0]})."
        return NoiseResult(UNKNOWN, told, name, *found, null=null)
    return _verdict(name, found, np.array(spreads), larger, min_effect, max(0.0, float(np.mean(kept))), null)


def noise_labels(
    y: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    time: ArrayLike | None = None,
    random_state: int | np.random.Generator = 0,
) -> NDArray:
    """The same labels in an order that has nothing to do with the rows; two classes, of any type.

    The number of each class is kept exactly, and with `time` within each of up to ten stretches of time.
    With `groups`, labels agree within groups as much as before: where every group has one label it keeps one,
    drawn at random; else groups exchange their numbers of positives. A group belongs to the stretch of its
    middle row, and only groups of one stretch exchange labels.

    >>> noise_labels([0, 0, 0, 1, 1, 0, 0, 0], groups=[1, 1, 2, 3, 3, 4, 5, 5], random_state=1).tolist()
    [0, 0, 0, 0, 0, 0, 1, 1]
    """
    labels = np.asarray(y)
    levels, codes = np.unique(labels, return_inverse=True)
    rng = np.random.default_rng(random_state)
    groups, time = _by_row("groups", groups, len(labels)), _by_row("time", time, len(labels))
    return levels[_dealt(codes, groups, _blocks(codes, groups, time), rng)]


def expected_average_precision(n: float, positives: float) -> float:
    """Mean average precision of random ranks, exactly (Bestgen, 2015): above prevalence in small samples.

    >>> round(expected_average_precision(1000, 10), 4)
    0.0164
    """
    harmonic = float(np.sum(1 / np.arange(1, round(n) + 1)))
    return (harmonic + (n - harmonic) * (positives - 1) / (n - 1)) / n if n > 1 else 1.0


@dataclass(frozen=True)
class Metric:
    """How to score rows, which side is good, and what chance reaches at a prevalence."""

    score: Callable[[NDArray, NDArray], float]
    larger: bool
    chance: Callable[[float], float]
    words: str = "the mean by chance"


def _auc(y_true: NDArray, y_score: NDArray) -> float:
    """Mann and Whitney (1947): the share of pairs that are in the right order; ties count half."""
    ranks, positives = rankdata(y_score), int(y_true.sum())
    return float((ranks[y_true == 1].sum() / positives - (positives + 1) / 2) / (len(y_true) - positives))


BEST = "the best that chance can do"
METRICS = {
    "roc_auc": Metric(_auc, True, lambda p: 0.5),
    "average_precision": Metric(metrics.average_precision_score, True, lambda p: p, "random ranks of tenths of rows"),
    "balanced_accuracy": Metric(metrics.balanced_accuracy_score, True, lambda p: 0.5),
    "matthews_corrcoef": Metric(metrics.matthews_corrcoef, True, lambda p: 0.0),
    "cohen_kappa": Metric(metrics.cohen_kappa_score, True, lambda p: 0.0),
    "f1": Metric(metrics.f1_score, True, lambda p: 2 * p / (1 + p), BEST),  # everybody flagged
    "precision": Metric(metrics.precision_score, True, lambda p: p),
    "accuracy": Metric(metrics.accuracy_score, True, lambda p: max(p, 1 - p), BEST),
    "brier_score": Metric(metrics.brier_score_loss, False, lambda p: p * (1 - p), BEST),  # everybody at p
}


def _chance(
    name: str | None, chance: float | None, codes: NDArray, groups: NDArray | None, rng: np.random.Generator
) -> tuple[float | None, str]:
    """What a number is compared with, and where that comes from; None and the reason if nothing is known."""
    if name not in METRICS and chance is None:
        ask = "name its metric, give chance=, or let the protocol return row ids and scores"
        return None, f"the protocol returned a number whose level by chance is not known; {ask}."
    told = 0.5 if groups is None else _given_away(codes, groups, rng)
    if name == "roc_auc" and chance is None:
        return max(0.5, told), METRICS[name].words
    if told > 0.53:
        why = "noise that keeps these groups can be guessed from their sizes, so chance is not known for a number"
        return None, f"{why}; let the protocol return row ids and scores."
    if chance is not None or name is None:
        return chance, "the chance= that was given"
    p, part = float(codes.mean()), max(len(codes) // 10, 2)
    if name == "average_precision":
        return expected_average_precision(part, max(p * part, 1.0)), METRICS[name].words
    return METRICS[name].chance(p), METRICS[name].words


def _given_away(codes: NDArray, groups: NDArray, rng: np.random.Generator) -> float:
    """The ROC AUC on noise of who knows how often each row, or each size of group, is positive in noise."""
    drawn = np.array([_dealt(codes, groups, np.zeros(len(codes)), rng) for _ in range(160)])
    rows = pd.Series(drawn[:60].mean(axis=0))
    sizes = rows.groupby(rows.groupby(groups).transform("size")).transform("mean")
    return max(float(np.mean([_auc(one, rates.to_numpy()) for one in drawn[60:]])) for rates in (rows, sizes))


def _verdict(
    name: str, found: tuple[NDArray, NDArray], spreads: NDArray, larger: bool, least: float, kept: float, null: str
) -> NoiseResult:
    scores, nulls = found
    above = (scores - nulls) * (1 if larger else -1)
    error = math.sqrt(max(float(above.var(ddof=1)), float(spreads.mean())) / len(above))
    width, effect = float(t.ppf((1 + LEVEL) / 2, len(above) - 1)) * error, float(above.mean())
    side = ("above" if larger else "below") if effect >= 0 else ("below" if larger else "above")
    told = (
        f"on labels that are pure noise the mean {name} is {scores.mean():.3g} and by chance {nulls.mean():.3g}: "
        f"{abs(effect):.2g} {side} it (better by {effect - width:.2g} to {effect + width:.2g}, 99.8 % interval)"
    )
    verdict, so = CLEAN, "no more than chance gives"
    if effect - width > least:
        verdict, so = LEAKS, "so the protocol has seen answers that it is scored on"
    elif kept > 0.5:
        verdict, so = UNKNOWN, "but groups or time leave the labels hardly any room to move, so it says little"
    elif width > 5 * least:
        verdict, so = UNKNOWN, f"too wide to tell; try n_draws={math.ceil(len(above) * (width / (5 * least)) ** 2)}"
    return NoiseResult(verdict, f"{told}; {so}.", name, scores, nulls, effect, (effect - width, effect + width), null)


def _ask(protocol: Callable, table: Any, drawn: NDArray, y: Any, groups: Any, time: Any) -> Any:
    if isinstance(y, pd.Series):
        drawn = pd.Series(drawn, index=getattr(table, "index", None), name=y.name).astype(y.dtype)
    takes = inspect.signature(protocol).parameters
    anything = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in takes.values())
    extra = {k: v.copy() for k, v in (("groups", groups), ("time", time)) if v is not None and (anything or k in takes)}
    return protocol(copy.deepcopy(table), drawn, **extra)


def _folds(answer: Any, n: int) -> list[Fold]:
    """The answer as positions and scores, fold by fold."""
    pairs = [answer] if _is_pair(answer) else answer
    if not isinstance(pairs, (list, tuple)) or not pairs or not all(_is_pair(pair) for pair in pairs):
        came = f"{type(answer).__name__} {answer!r:.60}"
        raise ValueError(f"protocol returned the {came}; expected a number, (row_ids, scores), or a list of such pairs")
    folds = []
    for rows, scores in ((np.asarray(rows), np.asarray(scores)) for rows, scores in pairs):
        if rows.dtype.kind not in "iu" or rows.size == 0 or rows.min() < 0 or rows.max() >= n:
            raise ValueError(f"protocol returned the row_ids {rows!r:.60}; expected positions from 0 to {n - 1}")
        if scores.dtype.kind not in "biuf" or not np.isfinite(scores.astype(float)).all():
            raise ValueError(f"protocol returned the scores {scores!r:.60}; expected one finite number for each row")
        folds.append((rows, scores))
    return folds


def _is_pair(pair: Any) -> bool:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return False
    try:
        rows, scores = (np.asarray(part) for part in pair)
    except ValueError:  # ragged: folds of different sizes
        return False
    return rows.ndim == 1 and rows.shape == scores.shape


def _score(folds: list[Fold], labels: NDArray, score: Callable[[NDArray, NDArray], float]) -> float:
    """The mean over folds, each by its pairs of a positive and a negative; all rows together if none has both."""
    pairs = [float(labels[rows].sum() * (1 - labels[rows]).sum()) for rows, _ in folds]
    if not any(pairs):
        folds = [(np.concatenate([rows for rows, _ in folds]), np.concatenate([scores for _, scores in folds]))]
        pairs = [float(labels[folds[0][0]].sum() * (1 - labels[folds[0][0]]).sum())]
    with quiet():
        each = [float(score(labels[rows], s)) if pair else 0.0 for (rows, s), pair in zip(folds, pairs, strict=True)]
    return float(np.average(each, weights=pairs)) if any(pairs) else math.nan


def _redrawn(
    folds: list[Fold], labels: NDArray, groups: NDArray | None, block: NDArray, rng: np.random.Generator
) -> NDArray:
    """Other noise labels of the scored rows, with as many positives in each fold."""
    other, parts = labels.copy(), [np.unique(rows) for rows, _ in folds]
    if all(len(np.unique(labels[rows])) < 2 for rows in parts):
        parts = [np.unique(np.concatenate(parts))]
    for rows in parts:
        other[rows] = _dealt(labels[rows], None if groups is None else groups[rows], block[rows], rng)
    return other


def _dealt(codes: NDArray, groups: NDArray | None, block: NDArray, rng: np.random.Generator) -> NDArray:
    """The labels of each block dealt out again, to rows or to groups."""
    drawn = codes.copy()
    for one in np.unique(block):
        rows = np.flatnonzero(block == one)
        drawn[rows] = rng.permutation(codes[rows]) if groups is None else _by_group(codes[rows], groups[rows], rng)
    return drawn


def _by_group(codes: NDArray, groups: NDArray, rng: np.random.Generator) -> NDArray:
    """Deal the positives out to groups: whole groups if all are pure, else by exchange of numbers."""
    member = np.unique(groups, return_inverse=True)[1]
    size = np.bincount(member)
    count = np.bincount(member, weights=codes).astype(np.int64)
    filled = _filled(size, int(count.sum()), rng) if ((count == 0) | (count == size)).all() else None
    count = _exchanged(size, count, rng) if filled is None else filled
    order, rank = np.lexsort((rng.random(len(codes)), member)), np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes)) - (np.cumsum(size) - size)[member[order]]
    return (rank < count[member]).astype(np.int64)


def _filled(size: NDArray, positives: int, rng: np.random.Generator) -> NDArray | None:
    """Groups in random order that have just so many rows together, or None if 50 orders find no such set."""
    for _ in range(50):
        order, count, left = rng.permutation(len(size)), np.zeros(len(size), dtype=np.int64), positives
        for group in order:
            if left == 0:
                break
            if size[group] <= left:
                count[group], left = size[group], left - size[group]
        if left == 0:
            return count
    return None


def _exchanged(size: NDArray, count: NDArray, rng: np.random.Generator) -> NDArray:
    """Swap numbers of positives between random pairs of groups, 30 times each, where both have room for them.

    A group with positives only swaps with one of its size, so that as many groups stay pure.
    """
    count = count.copy()
    for _ in range(30):
        order = rng.permutation(len(size))
        a, b = order[: len(size) // 2], order[len(size) // 2 : len(size) // 2 * 2]
        room = np.maximum(count[a], count[b]) < np.minimum(size[a], size[b])
        swap = ((size[a] == size[b]) | room) & (rng.random(len(a)) < 0.5)
        count[a[swap]], count[b[swap]] = count[b[swap]], count[a[swap]]
    return count


def _blocks(codes: NDArray, groups: NDArray | None, time: NDArray | None) -> NDArray[np.int64]:
    """Up to ten stretches of time with as many rows, and five positives or more; no moment, no group is cut."""
    if time is None:
        return np.zeros(len(codes), dtype=np.int64)
    n_blocks = int(np.clip(min(codes.sum(), (1 - codes).sum()) // 5, 1, 10))
    rank = rankdata(pd.factorize(time, sort=True)[0], method="min") - 1
    block = pd.Series((rank * n_blocks / len(codes)).astype(np.int64))
    if groups is not None:
        block = block.groupby(groups).transform(lambda rows: rows.iloc[len(rows) // 2])
    return block.to_numpy()


def _alike(before: NDArray, after: NDArray) -> float:
    """The correlation of two labellings with as many positives: 1 if nothing moved, near 0 by chance."""
    p = before.mean()
    return float(((before * after).mean() - p**2) / (p * (1 - p)))


def _is_number(answer: Any) -> bool:
    return isinstance(answer, Real) or (getattr(answer, "ndim", None) == 0 and hasattr(answer, "item"))


def _arguments(X: Any, y: Any) -> tuple[Any, NDArray]:
    labels = np.asarray(y)
    if labels.ndim != 1 or pd.isna(labels).any() or len(np.unique(labels)) != 2:
        raise ValueError(f"y is {y!r:.60}; it must be one column of labels of two classes, without gaps")
    n = X.shape[0] if hasattr(X, "shape") else len(X)
    if n != len(labels):
        raise ValueError(f"y has {len(labels)} labels and X has {n} rows; they must be the same rows")
    if isinstance(X, pd.DataFrame) and pd.api.types.is_integer_dtype(X.index.dtype):
        X = X.reset_index(drop=True)  # so that positions and names of rows agree
    return X, labels


def _by_row(name: str, values: Any, n: int) -> NDArray | None:
    if values is None:
        return None
    array = np.asarray(values)
    if array.shape != (n,) or pd.isna(array).any():
        raise ValueError(f"{name} has the shape {array.shape} or gaps; it must hold one value for each of {n} rows")
    return array


def _check(protocol: Any, metric: Any, chance: Any, n_draws: Any, min_effect: Any) -> None:
    if not callable(protocol):
        raise ValueError(f"protocol is {protocol!r:.60}; it must be a function protocol(X, y)")
    if not (metric is None or callable(metric) or (isinstance(metric, str) and metric in METRICS)):
        raise ValueError(f"metric is {metric!r:.60}; it must be a function, or one of {', '.join(METRICS)}")
    if isinstance(n_draws, bool) or not isinstance(n_draws, int) or n_draws < 8:
        raise ValueError(f"n_draws is {n_draws!r:.60}; it must be a whole number, 8 or above: one draw proves nothing")
    for name, value in (("chance", chance), ("min_effect", min_effect)):
        if value is None and name == "chance":
            continue
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise ValueError(f"{name} is {value!r:.60}; it must be a finite number")
    if min_effect <= 0:
        raise ValueError(f"min_effect is {min_effect!r}; it must be above 0")
