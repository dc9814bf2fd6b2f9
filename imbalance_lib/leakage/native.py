"""Follows rows through the native interfaces of XGBoost and LightGBM: containers, train, cv."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from imbalance_lib.leakage import stopping
from imbalance_lib.leakage.values import as_array, n_rows, row_hash

if TYPE_CHECKING:
    from imbalance_lib.leakage.watch import Watch


class Held:
    """What a native data container holds: its rows, and hashes of what it was given."""

    def __init__(self, lineage: Any, X: Any, y: Any) -> None:
        self.lineage, self.X, self.y = lineage, X, y

    def take(self, rows: Any) -> "Held":
        """Some of its rows."""
        from sklearn.utils import _safe_indexing

        rows = np.asarray(rows)
        X, y = (part if part is None else _safe_indexing(part, rows) for part in (self.X, self.y))
        return Held(self.lineage.take(rows) if self.lineage is not None else None, X, y)


def container(watch: "Watch") -> Callable[..., Any]:
    """Around the constructor of a data container: whose rows it holds."""

    def around(tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
        result = call(*args, **kwargs)
        X = args[0] if args else kwargs.get("data")
        if not watch._quiet and n_rows(X) is not None:
            y = args[1] if len(args) > 1 else kwargs.get("label")
            tool._imbalance_held = Held(watch.adopt(X, y), X, y)
        return result

    return around


def train(watch: "Watch") -> Callable[..., Any]:
    """Around `train`: the booster was fitted on the rows of its container, and stopped by those of others."""

    def around(call: Callable, args: tuple, kwargs: dict) -> Any:
        data = args[1] if len(args) > 1 else kwargs.get("dtrain", kwargs.get("train_set"))
        held = getattr(data, "_imbalance_held", None)
        if watch._quiet or held is None:
            return call(*args, **kwargs)
        params = args[0] if args else kwargs.get("params")
        others = [getattr(s, "_imbalance_held", None) for s in stopping.given_to_train(args, kwargs)]
        others = [o for o in others if o is not None and o is not held and o.lineage is not None]
        watch._quiet += 1
        try:
            booster = call(*args, **kwargs)
        finally:
            watch._quiet -= 1
        event = watch.add("fit", "Booster", role="model", supervised=True, tool=booster)
        if held.lineage is not None:
            event.ids, event.via = held.lineage.ids, held.lineage.via
            if held.y is not None:
                watch.ledger.note_labels(held.lineage.ids, held.y)
        watch._content(event, held.X, held.y, booster)
        event.content["params"] = repr(params)
        if others and stopping.stops(kwargs, params):
            deciding = stopping.deciding(others, type(booster).__module__)
            event.eval_ids = np.concatenate([o.lineage.ids for o in deciding])
        watch.own(booster, event)
        return booster

    return around


def sliced(watch: "Watch", folds: list[Held]) -> Callable[..., Any]:
    """Around `slice`: some of a container's rows, kept in order, as `cv` takes them."""

    def around(tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
        result = call(*args, **kwargs)
        held = getattr(tool, "_imbalance_held", None)
        if held is not None:
            result._imbalance_held = held.take(args[0] if args else kwargs["rindex"])
            folds.append(result._imbalance_held)
        return result

    return around


def cross_validated(watch: "Watch", folds: list[Held]) -> Callable[..., Any]:
    """Around xgb.cv, which slices a training and a test part for each fold.

    With early stopping the folds choose how many rounds are told: it is then a search, and its scores are the search's.
    """

    def around(call: Callable, args: tuple, kwargs: dict) -> Any:
        data = args[1] if len(args) > 1 else kwargs.get("dtrain")
        held = getattr(data, "_imbalance_held", None)
        if watch._quiet or held is None or held.lineage is None:
            return call(*args, **kwargs)
        folds.clear()
        watch._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            watch._quiet -= 1
            parts = folds.copy()
            folds.clear()
        if held.y is not None:
            watch.ledger.note_labels(held.lineage.ids, held.y)
        settings = repr(args[0] if args else kwargs.get("params"))
        search = None
        if kwargs.get("early_stopping_rounds") or "earlystop" in repr(kwargs.get("callbacks")).lower():
            search = watch.add("fit", "xgb.cv", role="search", supervised=True)
            search.ids, search.via = held.lineage.ids, held.lineage.via
            watch._stack.append(search)
        for train, test in zip(parts[::2], parts[1::2], strict=False):
            _fold(watch, settings, train, test)
        if search is not None:
            watch._stack.pop()
        return result

    return around


def _fold(watch: "Watch", settings: str, train: Held, test: Held) -> None:
    fit = watch.add("fit", "xgb.cv", role="model", supervised=True)
    fit.ids, fit.via = train.lineage.ids, train.lineage.via
    watch._content(fit, train.X, train.y, None)
    fit.content["params"] = settings
    via = test.lineage.via
    score = watch.add("score", "xgb.cv", ids=test.lineage.ids, via=via | {fit.number}, rows_via=via)
    score.children = [fit.number]
    array = as_array(test.X)
    if array is not None:
        score.content["X"] = row_hash(array)
