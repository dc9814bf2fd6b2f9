"""One strategy with one family on one set: tuned inside each training part, measured on rows it never saw."""

import time as clock
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from sklearn.model_selection import ParameterGrid

from imbalance_lib import strategies
from imbalance_lib.comparison.folds import folds
from imbalance_lib.comparison.measure import RATIOS, Scored, measures
from imbalance_lib.thresholds import best_f1_threshold, cheapest_threshold

FOLDS, INNER_FOLDS = 3, 3


def evaluate(X: Any, y: NDArray, time: Any, groups: Any, strategy: str, family: str, repeat: int) -> dict[str, Any]:
    """The measures of one repeat, with the seconds that the fits took; or what stopped it, under "failed".

    In each training part the family's three candidates are tried on the same inner folds; the one with the best mean
    average precision is fitted again, and thresholds are those that its inner predictions ask for.
    """
    from threadpoolctl import threadpool_limits

    start = clock.perf_counter()
    spent: list[float] = []
    with threadpool_limits(1), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            outer = folds(y, time=time, groups=groups, n_folds=FOLDS, random_state=repeat)
            parts = [_fold(X, y, time, groups, *fold, strategy, family, repeat, spent) for fold in outer]
            found: dict[str, Any] = measures(parts)
        except Exception as fault:  # a failure is a result too: it is stored, and the others go on
            found = {"failed": f"{type(fault).__name__}: {fault}"}
    seconds = clock.perf_counter() - start
    return {**found, "fits": len(spent), "fit_seconds": sum(spent), "seconds": seconds, "warnings": len(said)}


def _fold(
    X: Any, y: NDArray, time: Any, groups: Any, train: NDArray, test: NDArray,
    strategy: str, family: str, repeat: int, spent: list[float],
) -> Scored:  # fmt: skip
    def of(values: Any) -> Any:
        return None if values is None else values[train]

    inner = folds(y[train], time=of(time), groups=of(groups), n_folds=INNER_FOLDS, random_state=repeat)
    X_train, y_train = X.iloc[train], y[train]
    best, settings, told = -1.0, {}, np.empty(0)
    for candidate in ParameterGrid(strategies.grid(strategy, family)):
        score = np.full(len(train), np.nan)
        for fit, held in inner:
            model = _fitted(X_train.iloc[fit], y_train[fit], candidate, strategy, family, repeat, spent)
            score[held] = strategies.scores(model, X_train.iloc[held])
        quality = float(np.mean([average_precision_score(y_train[held], score[held]) for _, held in inner]))
        if quality > best:
            best, settings, told = quality, candidate, score
    known = ~np.isnan(told)  # of rows in order of time, the first stretch is only trained on
    thresholds = {f"cost_{ratio}": cheapest_threshold(y_train[known], told[known], ratio) for ratio in RATIOS}
    thresholds["f1"] = best_f1_threshold(y_train[known], told[known])
    model = _fitted(X_train, y_train, settings, strategy, family, repeat, spent)
    score = strategies.scores(model, X.iloc[test])
    return Scored(y[test], score, float(y_train.mean()), thresholds, strategies.FAMILIES[family].probabilities)


def _fitted(
    X: Any, y: NDArray, settings: dict[str, Any], strategy: str, family: str, repeat: int, spent: list[float]
) -> Any:
    start = clock.perf_counter()
    model = strategies.pipeline(strategy, family, random_state=repeat).set_params(**settings).fit(X, y)
    spent.append(clock.perf_counter() - start)
    return model
