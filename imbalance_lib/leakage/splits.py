"""Around splits: the parts keep their rows, and a recorded split is used again."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from imbalance_lib.leakage.rows import Lineage, n_rows
from imbalance_lib.leakage.seen import Seen, argument


class Splits(Seen):
    """What is called when a program splits, indexes, or predicts by cross-validation."""

    def train_test_split(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around train_test_split: both parts keep their rows; a recorded split is used again."""
        n = n_rows(args[0]) if args else None
        if self._quiet or n is None:
            return call(*args, **kwargs)
        known = [self.adopt(a, *[b for b in args[::-1] if b is not a][:1]) for a in args]
        best = next((k for k in known if k is not None), None)
        result = call(*args, np.arange(n), **kwargs)
        train, test = result[-2:]
        result = result[:-2]
        again = self._split_again([(train, test)], n)
        if again is not None:
            from sklearn.utils import _safe_indexing

            train, test = again[0]
            result = [_safe_indexing(a, rows) for a in args for rows in (train, test)]
        event = self.add("split", "train_test_split", ids=None if best is None else best.ids)
        event.data = None if best is None else [best.ids[train]]
        for k, source in enumerate(known):
            source = source or best
            if source is not None:
                for part, rows in zip(result[2 * k : 2 * k + 2], (train, test), strict=True):
                    self.ledger.know(part, source.take(rows), event.place)
        return result

    def splits_of(self, call: Callable, args: tuple, kwargs: dict) -> Iterator[Any]:
        """Around `split` of the cross-validators."""
        X = argument(args, kwargs, 0, "X")
        n = n_rows(X) or 0
        made = list(call(*args, **kwargs))
        made = self._split_again(made, n) or made
        known = [self.ledger.identity(part) for part in (*args, *kwargs.values()) if n_rows(part) == n]
        lineage = next((k for k in known if k is not None), None)
        if lineage is not None and not self._quiet:
            event = self.add("split", "split", ids=lineage.ids)
            event.data = [lineage.ids[train] for train, _ in made]
        return iter(made)

    def _split_again(self, made: list[Any], n: int) -> list[Any] | None:
        """Record a split, or the one of the same place in the run that is replayed, if it has as many rows."""
        self.splits.append((n, made))
        if self.replay is None or len(self.splits) > len(self.replay):
            return None
        rows, before = self.replay[len(self.splits) - 1]
        return before if rows == n and len(before) == len(made) else None

    def indexed(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around scikit-learn's own row and column indexing."""
        result = call(*args, **kwargs)
        if self._quiet or not hasattr(result, "shape") or not args:
            return result
        lineage = self.ledger.identity(args[0])
        if lineage is None:
            return result
        if kwargs.get("axis", 0) == 1:
            if n_rows(result) == len(lineage.ids):
                self.ledger.know(result, lineage)
        elif args[1] is not None:
            try:
                taken = lineage.ids[np.asarray(args[1])] if not isinstance(args[1], slice) else lineage.ids[args[1]]
            except (IndexError, TypeError, ValueError):
                return result
            if len(taken) == n_rows(result):
                self.ledger.know(result, Lineage(taken, lineage.via))
        return result

    def cross_predicted(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        """Around cross_val_predict: each row's prediction comes from a model that was not fitted on it."""
        X = argument(args, kwargs, 1, "X")
        lineage = self.adopt(X, argument(args, kwargs, 2, "y"))
        first = len(self.splits)
        result = call(*args, **kwargs)
        if not self._quiet and lineage is not None and n_rows(result) == len(lineage.ids):
            event = self.add("predict", "cross_val_predict", ids=lineage.ids, via=lineage.via)
            folds = next((made for n, made in self.splits[first:] if n == len(lineage.ids) and len(made)), None)
            event.content["fold"] = lineage.ids[folds[0][1]] if folds else None
            self._outcome(event, result)
            self.ledger.know(result, Lineage(lineage.ids, lineage.via))
        return result
