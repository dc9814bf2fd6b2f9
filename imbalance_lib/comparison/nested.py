"""One strategy with one family on one set: tuned inside each training part, measured on rows it never saw."""

import time as clock
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import ParameterGrid

from imbalance_lib import strategies
from imbalance_lib.comparison.folds import folds
from imbalance_lib.comparison.measure import RATIOS, Scored, fitness, measures
from imbalance_lib.thresholds import best_f1_threshold, cheapest_threshold

FOLDS, INNER_FOLDS = 3, 3


def evaluate(X: Any, y: NDArray, time: Any, groups: Any, strategy: str, family: str, repeat: int) -> dict[str, Any]:
    """The measures of one repeat, with the seconds that the fits took; or what stopped it, under "failed".

    In each training part the family's three candidates are tried on the same inner folds. For each purpose (ranking,
    probabilities, and decisions by each rule) the candidate that served it best there is fitted again, with the
    thresholds that its inner predictions ask for: no measure is of a candidate that was chosen for another one.
    """
    from threadpoolctl import threadpool_limits

    start = clock.perf_counter()
    spent: list[float] = []
    with threadpool_limits(1), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            outer = folds(y, time=time, groups=groups, n_folds=FOLDS, random_state=repeat)
            parts = [_fold(X, y, time, groups, *fold, strategy, family, repeat, spent) for fold in outer]
            found: dict[str, Any] = measures({purpose: [part[purpose] for part in parts] for purpose in parts[0]})
        except Exception as fault:  # a failure is a result too: it is stored, and the others go on
            found = {"failed": f"{type(fault).__name__}: {fault}"}
    seconds = clock.perf_counter() - start
    return {**found, "fits": len(spent), "fit_seconds": sum(spent), "seconds": seconds, "warnings": len(said)}


def _fold(
    X: Any, y: NDArray, time: Any, groups: Any, train: NDArray, test: NDArray,
    strategy: str, family: str, repeat: int, spent: list[float],
) -> dict[str, Scored]:  # fmt: skip
    """For each purpose the test rows as the candidate scores them that was fittest for it inside the training rows."""

    def of(values: Any) -> Any:
        return None if values is None else values[train]

    inner = folds(y[train], time=of(time), groups=of(groups), n_folds=INNER_FOLDS, random_state=repeat)
    X_train, y_train = X.iloc[train], y[train]
    candidates = list(ParameterGrid(strategies.grid(strategy, family)))
    cuts, fit_for = [], []
    for candidate in candidates:
        score = np.full(len(train), np.nan)
        for fit, held in inner:
            model = _fitted(X_train.iloc[fit], y_train[fit], candidate, strategy, family, repeat, spent)
            score[held] = strategies.scores(model, X_train.iloc[held])
        known = ~np.isnan(score)  # of rows in order of time, the first stretch is only trained on
        cuts.append(_thresholds(y_train[known], score[known]))
        inside = [Scored(y_train[held], score[held], float(y_train[fit].mean()), cuts[-1]) for fit, held in inner]
        fit_for.append(fitness(inside, strategies.FAMILIES[family].probabilities))
    chosen = {purpose: int(np.argmax([one[purpose] for one in fit_for])) for purpose in fit_for[0]}
    told = {}
    for k in set(chosen.values()):
        model = _fitted(X_train, y_train, candidates[k], strategy, family, repeat, spent)
        told[k] = Scored(y[test], strategies.scores(model, X.iloc[test]), float(y_train.mean()), cuts[k])
    return {purpose: told[k] for purpose, k in chosen.items()}


def _thresholds(y: NDArray, score: NDArray) -> dict[str, float]:
    cheapest = {f"cost_{ratio}": cheapest_threshold(y, score, ratio) for ratio in RATIOS}
    return {**cheapest, "f1": best_f1_threshold(y, score)}


def _fitted(
    X: Any, y: NDArray, settings: dict[str, Any], strategy: str, family: str, repeat: int, spent: list[float]
) -> Any:
    start = clock.perf_counter()
    model = strategies.pipeline(strategy, family, random_state=repeat).set_params(**settings).fit(X, y)
    spent.append(clock.perf_counter() - start)
    return model
