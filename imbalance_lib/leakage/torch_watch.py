"""Follows rows through PyTorch: which batches a network was fitted on, and which it was asked about."""

from typing import TYPE_CHECKING, Any

import numpy as np

from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.rows import FEWEST, UNKNOWN, Lineage, as_array, n_rows, row_hash

if TYPE_CHECKING:
    from imbalance_lib.leakage.watch import Watch


class TorchWatch:
    """Hooks for torch's global module and optimizer hooks."""

    def __init__(self, watch: "Watch") -> None:
        self.watch = watch
        self.depth = 0
        self.pending: dict[int, list[tuple[Any, Lineage]]] = {}
        self.fits: dict[int, Event] = {}

    def before(self, module: Any, inputs: Any) -> None:
        """A module is about to be called; only the outermost counts."""
        self.depth += 1

    def after(self, module: Any, inputs: Any, output: Any) -> None:
        """A module answered: a batch to learn from, or a prediction."""
        self.depth -= 1
        if self.depth or self.watch._quiet or not inputs or not hasattr(inputs[0], "shape") or not _has_weights(module):
            return
        import torch

        lineage = self._look(inputs[0])
        if module.training and torch.is_grad_enabled():
            if lineage is not None:
                self.pending.setdefault(id(module), []).append((module, lineage))
            return
        fit = self.fits.get(id(module))
        ids = lineage.ids if lineage is not None else np.full(len(inputs[0]), UNKNOWN)
        via = (lineage.via if lineage is not None else frozenset()) | (frozenset({fit.number}) if fit else frozenset())
        if len(ids) < FEWEST:
            return
        event = self.watch.add("predict", type(module).__name__, ids=ids, via=via)
        event.children = [fit.number] if fit else []
        array = as_array(inputs[0])
        if array is not None:
            event.content["X"] = row_hash(array)
        self.watch._outcome(event, output)
        if hasattr(output, "shape") and n_rows(output) == len(ids):
            self.watch.ledger.know(output, Lineage(ids, via))

    def _look(self, batch: Any) -> Lineage | None:
        if batch.ndim < 2 or len(batch) < 2:
            return None
        if len(batch) >= FEWEST:
            return self.watch.ledger.look(batch)
        return None

    def stepped(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """An optimizer made a step: its modules have now been fitted on what passed them."""
        for key, batches in self.pending.items():
            if not batches:
                continue
            module = batches[0][0]
            event = self.fits.get(key)
            if event is None:
                event = self.watch.add("fit", type(module).__name__, role="model", supervised=True, tool=module)
                event.ids = np.empty(0, dtype=np.int64)
                self.fits[key] = event
            rows = np.concatenate([lineage.ids for _, lineage in batches])
            event.ids = np.union1d(event.ids if event.ids is not None else rows, rows)
            event.via |= frozenset().union(*(lineage.via for _, lineage in batches))
            batches.clear()


def _has_weights(module: Any) -> bool:
    return next(iter(module.parameters()), None) is not None
