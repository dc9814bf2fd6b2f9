"""The reruns that test one set of held-out rows: which rows are replaced, and by what."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from imbalance_lib.leakage.replaced import FEATURES, LABELS, Swap
from imbalance_lib.leakage.rerun import Scored, Trace, told_of
from imbalance_lib.leakage.rows import FEWEST


def adversarial(rows: NDArray[np.int64], trace: Trace, out: NDArray | None, variant: int) -> dict[int, float]:
    """Labels that turn the order of the scores around, or make positives three times as frequent."""
    rng = np.random.default_rng([variant, len(rows)])
    old = np.array([trace.labels.get(int(k), 0.0) for k in rows])
    n = max(1, int(np.nansum(old)))
    if variant == 0:
        candidates = np.flatnonzero(old != 1)
        chosen = rng.choice(candidates, min(n, len(candidates)), replace=False)
    elif variant == 1:
        score = rankdata(-out) if out is not None and len(out) == len(rows) else rng.random(len(rows))
        chosen = np.argsort(score)[-n:]
    else:
        score = rankdata(out) if out is not None and len(out) == len(rows) else rng.random(len(rows))
        chosen = np.argsort(score + rng.normal(0, 0.1 * len(rows), len(rows)))[-min(3 * n, len(rows) // 2) :]
    new = np.zeros(len(rows))
    new[chosen] = 1
    return {int(k): float(v) for k, v in zip(rows, new, strict=True)}


def swaps_for(scored: Scored, trace: Trace, kept: tuple[str, ...]) -> list[Swap]:
    """The runs that test one set of held-out rows, the most telling first."""
    rows = np.array(sorted(scored.together, key=lambda k: (trace.order.get(int(k), 0.0), int(k))))
    later, tied = _half(rows, scored)
    swaps = []
    if scored.final and scored.atom is None:
        out = told_of(scored, trace)
        swaps += [
            Swap(LABELS, scored.rows, adversarial(scored.rows, trace, out, 1), late=True),
            Swap(LABELS, scored.rows, adversarial(scored.rows, trace, out, 2), late=True),
        ]
    swaps += [
        Swap(FEATURES, later, kept=kept, tied=tied),
        Swap(LABELS, later, adversarial(later, trace, None, 0), tied=tied),
    ]
    unknown = _not_yet_known(rows, trace)
    if unknown is not None:
        swaps.insert(0, Swap(LABELS, unknown, adversarial(unknown, trace, None, 0), delay=True))
    return swaps


def _half(rows: NDArray[np.int64], scored: Scored) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of rows in order of time, the later half; where entities were kept whole, only that of the later entities.

    The second part are rows that may follow those: other rows of the same entities, and later rows of the others.
    """
    later = np.sort(rows[len(rows) // 2 :])
    if scored.entity is None:
        return later, np.empty(0, np.int64)
    whose = scored.entity[np.searchsorted(scored.together, rows)]
    entities, first = np.unique(whose, return_index=True)
    late = entities[np.argsort(first)][len(entities) // 2 :]
    chosen = np.intersect1d(rows[np.isin(whose, late)], later)
    held = np.setdiff1d(rows[~np.isin(whose, late)], later)
    if min(len(chosen), len(held)) < FEWEST:
        return later, np.empty(0, np.int64)
    return chosen, np.setdiff1d(rows, np.union1d(chosen, held))


def _not_yet_known(rows: NDArray[np.int64], trace: Trace) -> NDArray[np.int64] | None:
    """The rows whose labels are not known in the middle of the scored time, where label times are declared."""
    if not trace.known_at or not trace.order:
        return None
    moment = float(np.median([trace.order.get(int(k), np.nan) for k in rows]))
    late = [k for k, t in trace.known_at.items() if t > moment]
    return np.sort(np.array(late, dtype=np.int64)) if late and not np.isnan(moment) else None
