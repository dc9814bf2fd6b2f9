"""Follows rows through PyTorch: which batches a network was fitted on, and which it was asked about."""

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from imbalance_lib.leakage.events import Event
from imbalance_lib.leakage.numbers import UNKNOWN
from imbalance_lib.leakage.rows import FEWEST, Lineage
from imbalance_lib.leakage.values import as_array, n_rows, never_raises, row_hash, shape_of

if TYPE_CHECKING:
    from imbalance_lib.leakage.watch import Watch


class TorchWatch:
    """Hooks for torch's global module and optimizer hooks."""

    def __init__(self, watch: "Watch") -> None:
        self.watch = watch
        self.depth = 0
        self.pending: dict[int, list[tuple[Any, Lineage]]] = {}
        self.fits: dict[int, Event] = {}
        self.states: dict[int, list[bytes]] = {}  # of its weights: before it learned, and at each prediction
        self.still: set[int] = set()  # networks that made no step since they were asked

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
            self._start_anew(module)
            if lineage is not None:
                self.pending.setdefault(id(module), []).append((module, lineage))
            return
        fit = self.fits.get(id(module))
        self._remember(module)
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

    @never_raises
    def _remember(self, module: Any) -> None:
        self.states.setdefault(id(module), []).append(_weights(module))
        self.still.add(id(module))

    @never_raises
    def _start_anew(self, module: Any) -> None:
        """A network whose weights were set back to its first, or drawn again, has learned from nothing yet."""
        key = id(module)
        if key not in self.states:
            self._remember(module)
        elif key in self.still and key in self.fits:
            now, earlier = _weights(module), self.states[key]
            if now == earlier[0] or now not in earlier:
                del self.fits[key]
        self.still.discard(key)

    def _look(self, batch: Any) -> Lineage | None:
        if batch.ndim < 2 or len(batch) < 2:
            return None
        if len(batch) >= FEWEST:
            return self.watch.ledger.look(batch)
        return None

    def fetched(self, fetcher: Any, call: Any, args: tuple, kwargs: dict) -> Any:
        """Around a DataLoader's fetch: a batch holds the items of a dataset that were asked for."""
        batch = call(*args, **kwargs)
        if not self.watch._quiet and args and isinstance(args[0], (list, tuple)):
            self._items(fetcher.dataset, args[0], batch)
        return batch

    @never_raises
    def _items(self, dataset: Any, asked: Any, batch: Any) -> None:
        whole = self._rows_of(dataset)
        if whole is None:
            return
        lineage = whole.take(np.asarray(asked))
        parts = batch.values() if isinstance(batch, dict) else batch if isinstance(batch, (list, tuple)) else (batch,)
        for part in parts:
            if shape_of(part) and n_rows(part) == len(lineage.ids):
                self.watch.ledger.know(part, lineage)

    def _rows_of(self, dataset: Any) -> Lineage | None:
        """The lineage of a dataset's items: that of the tables it holds, if they have as many rows and agree."""
        if hasattr(dataset, "dataset") and hasattr(dataset, "indices"):  # a Subset
            whole = self._rows_of(dataset.dataset)
            return whole.take(np.asarray(dataset.indices)) if whole is not None else None
        held = [*vars(dataset).values(), *(getattr(dataset, "tensors", None) or ())]
        n = len(dataset)
        found = [self.watch.ledger.look(part) for part in held if shape_of(part) and n_rows(part) == n]
        known = [f for f in found if f is not None and (f.ids != UNKNOWN).any()]
        if not known or any(not np.array_equal(f.ids, known[0].ids) for f in known):
            return None
        return Lineage(known[0].ids, frozenset().union(*(f.via for f in known)))

    def stepped(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """An optimizer made a step: its modules have now been fitted on what passed them."""
        self.still.clear()
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


def _weights(module: Any) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for weights in module.parameters():
        found.update(weights.detach().cpu().numpy().tobytes())
    return found.digest()


def _has_weights(module: Any) -> bool:
    return next(iter(module.parameters()), None) is not None
