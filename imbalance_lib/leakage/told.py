"""Around predictions and scores: of which rows, by which models."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.numbers import UNKNOWN, real
from imbalance_lib.leakage.rows import Lineage
from imbalance_lib.leakage.seen import Seen, argument
from imbalance_lib.leakage.values import as_array, n_rows, never_raises, row_hash

DRAWS = 40  # of a bootstrap that are written down
CURVES = ("precision_recall_curve", "roc_curve", "det_curve")


class Told(Seen):
    """What is called when a program transforms, predicts and scores."""

    def output(self, tool: Any, method: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around transform and predict."""
        if self._quiet:
            return call(*args, **kwargs)
        X = argument(args, kwargs, 0, "X")
        held = getattr(X, "_imbalance_held", None)  # a native data container
        X = X if held is None else held.X
        lineage = self.ledger.look(X) or (held.lineage if held is not None else None)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        owner = self.owner(tool)
        steps = self._steps(owner) if owner is not None else frozenset()
        ids = lineage.ids if lineage is not None else np.full(n_rows(X) or 0, UNKNOWN)
        via = (lineage.via if lineage is not None else frozenset()) | steps
        if method != "transform":
            event = self.add("predict", type(tool).__name__, ids=ids, via=via, tool=tool)
            event.children = [owner.number] if owner is not None else []
            array = as_array(X) if n_rows(X) is not None else None
            if array is not None:
                event.content["X"] = row_hash(array)
            self._outcome(event, result)
        if n_rows(result) == len(ids) and hasattr(result, "shape"):
            self.ledger.know(result, Lineage(ids, via))
        return result

    def score(self, tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around `estimator.score(X, y)`."""
        if self._quiet:
            return call(*args, **kwargs)
        X, y = argument(args, kwargs, 0, "X"), argument(args, kwargs, 1, "y")
        lineage = self.adopt(X, y)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        self._scored(type(tool).__name__ + ".score", tool, lineage, X, y, kwargs, result)
        return result

    @never_raises
    def _scored(self, name: str, tool: Any, lineage: Any, X: Any, y: Any, kwargs: dict, result: Any) -> None:
        owner = self.owner(tool)
        if lineage is None or y is None or owner is None:
            return
        steps = self._steps(owner)
        event = self.add("score", name, ids=lineage.ids, via=lineage.via | steps, tool=tool, rows_via=lineage.via)
        event.children = [owner.number]
        event.weighted = kwargs.get("sample_weight") is not None
        array = as_array(X)
        if array is not None:
            event.content["X"] = row_hash(array)
        self.ledger.note_labels(lineage.ids, y)
        self.value_of(event, result)

    def scorer(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around scorers, which cross-validation and searches call as (estimator, X, y)."""
        if self._quiet:
            return call(*args, **kwargs)
        tool, X = args[0], args[1] if len(args) > 1 else None
        y = args[2] if len(args) > 2 else kwargs.get("y_true", kwargs.get("y"))
        lineage = self.ledger.look(X) or (self.ledger.look(y) if y is not None else None)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        self._scored("scorer", tool, lineage, X, y, kwargs, result)
        return result

    def explained(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around what explains a finished model: its scores of changed rows are no scores of the program."""
        self._quiet += 1
        try:
            return call(*args, **kwargs)
        finally:
            self._quiet -= 1

    def metric(self, name: str, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around the functions of sklearn.metrics and imblearn.metrics."""
        if self._quiet or not self._asked_by_program():
            return call(*args, **kwargs)
        self._quiet += 1
        try:
            result = call(*args, **kwargs)
        finally:
            self._quiet -= 1
        y_true = argument(args, kwargs, 0, "y_true")
        y_pred = (
            args[1]
            if len(args) > 1
            else next(
                (kwargs[k] for k in ("y_pred", "y_score", "y_prob", "y_proba", "probas_pred") if k in kwargs), None
            )
        )
        if y_pred is None or n_rows(y_true) is None:
            return result
        mine, theirs = self.ledger.look(y_true), self.ledger.look(y_pred)
        if mine is not None and theirs is not None and self.answered(mine) and not self.answered(theirs):
            y_true, y_pred, mine, theirs = y_pred, y_true, theirs, mine  # the program gave them in the other order
        theirs = theirs or self._recent(y_pred)
        own = mine.via if mine is not None else frozenset()
        if mine is None or (mine.ids == UNKNOWN).all():
            mine = theirs
        if mine is None:
            return result
        via = mine.via | (theirs.via if theirs is not None else frozenset())
        before = self._drawn_before(name, mine.ids, via)
        if before is not None:
            self.value_of(before, result[:2] if name in CURVES else result)
            return result
        event = self.add("score", name, ids=mine.ids, via=via, rows_via=own)
        self._drawn(event)
        event.chosen_on = self.chosen_on(y_pred)
        event.weighted = kwargs.get("sample_weight") is not None
        if name not in CURVES:
            self._outcome(event, y_pred)
        self.ledger.note_labels(mine.ids, y_true)
        self.value_of(event, result[:2] if name in CURVES else result)  # the cuts of a curve are no scores
        return result

    @never_raises
    def _drawn_before(self, name: str, ids: NDArray[np.int64], via: frozenset[int]) -> Event | None:
        """In a bootstrap, a score of the same models in the same line: after some draws, the next say no more."""
        draws, seen = self._draws.get((name, self.path(), via), ([], ids))
        enough = len(draws) >= DRAWS and len(real(ids)) < len(ids)
        return draws[0] if enough and np.isin(ids, seen).all() else None

    def _drawn(self, event: Event) -> None:
        """Rows were drawn with repeats, and scored."""
        key = (event.name, event.path, event.via)
        draws, seen = self._draws.get(key, ([], event.ids))
        if len(real(event.ids)) < len(event.ids):
            self._draws[key] = ([*draws, event], np.union1d(seen, event.ids))

    @never_raises
    def _recent(self, y_pred: Any) -> Lineage | None:
        """The prediction that these decisions are a cut of, among the last ones of as many rows."""
        flags = as_array(y_pred)
        if flags is None or flags.ndim != 1:
            return None
        for event in reversed(self.events[-60:]):
            out = event.content.get("out")
            if event.what != "predict" or out is None or len(out) != len(flags) or event.ids is None:
                continue
            score = out[:, -1] if out.ndim == 2 else out
            high, low = score[flags > 0], score[flags <= 0]
            if np.array_equal(score, flags) or not len(high) or not len(low) or high.min() >= low.max():
                return Lineage(event.ids, event.via)
        return None
