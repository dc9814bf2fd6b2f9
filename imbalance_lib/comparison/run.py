"""The loop over sets, families, strategies and repeats: in parallel, on any joblib backend, and never twice."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib import strategies
from imbalance_lib.comparison import store as kept
from imbalance_lib.comparison.nested import evaluate
from imbalance_lib.strategies.description import code_of

REPEATS = 2


class Data(Protocol):
    """What is compared on: a set of the collection, or a user's own file."""

    @property
    def X(self) -> pd.DataFrame: ...
    @property
    def y(self) -> NDArray[np.int64]: ...
    @property
    def time(self) -> NDArray[np.float64] | None: ...
    @property
    def groups(self) -> NDArray[np.int64] | None: ...


@dataclass(frozen=True)
class Task:
    """One strategy with one family on one set, for one division into folds."""

    set: str
    family: str
    strategy: str
    repeat: int
    data: str  # a hash of the set
    code: str  # a hash of the pipeline and of what measures it

    @property
    def key(self) -> tuple[Any, ...]:
        """What `store.key` gives for its result."""
        return self.set, self.family, self.strategy, self.repeat, self.data, self.code


def plan(sets: dict[str, Data], families: Iterable[str], names: Iterable[str], repeats: int = REPEATS) -> list[Task]:
    """All tasks: all strategies of a family on a set together, so that a part of the run compares like with like.

    Sets and families come mixed, so that the time left can be told early. Pairs that do not suit each other are
    left out. A set with time has one repeat: there is only one past.
    """
    pairs = [(s, f) for s, f in strategies.applicable() if s in set(names)]
    hashes = {name: _hash_of(data) for name, data in sets.items()}
    blocks = [
        (name, family, repeat)
        for name, data in sets.items()
        for family in families
        for repeat in range(1 if data.time is not None else repeats)
    ]
    return [
        Task(name, family, strategy, repeat, hashes[name], fingerprint(strategy, family))
        for name, family, repeat in (blocks[k] for k in np.random.default_rng(0).permutation(len(blocks)))
        for strategy, suited in pairs
        if suited == family
    ]


def compare(
    sets: dict[str, Data],
    tasks: Sequence[Task],
    store: Path,
    *,
    jobs: int | None = -1,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Run the tasks that the store does not hold, and append each result as it comes; return how many were run.

    `jobs` as in joblib: -1 all cores, None what `joblib.parallel_config` says; with `parallel_config(backend="dask")`
    the same call runs on a cluster. `told` hears how many tasks have a result, first of all how many had one before.
    Stop it at any moment and call it again: what is stored is not run again.
    """
    from joblib import Parallel, delayed

    done = {kept.key(row) for row in kept.read(store)}
    todo = [task for task in tasks if task.key not in done]
    told(len(tasks) - len(todo))
    work = (delayed(_result)(task, sets[task.set]) for task in todo)
    finished = 0
    for row in Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="3*n_jobs")(work):
        kept.append(store, row)
        finished += 1
        told(len(tasks) - len(todo) + finished)
    return finished


def _result(task: Task, data: Data) -> dict[str, Any]:
    from joblib import parallel_config

    with parallel_config(backend="sequential"):  # else a Dask worker hands each small piece of a fit to the cluster
        found = evaluate(data.X, data.y, data.time, data.groups, task.strategy, task.family, task.repeat)
    about = {"rows": len(data.y), "positives": int(data.y.sum()), "versions": kept.versions()}
    return {**dict(zip(kept.KEY, task.key, strict=True)), **about, **found}


@cache
def fingerprint(strategy: str, family: str) -> str:
    """A hash of all that decides a result besides the data: the pipeline, what is tuned, and the code that measures."""
    return _short(strategies.fingerprint(strategy, family), *code_of(evaluate))


def _hash_of(data: Data) -> str:
    """A hash of the table, its labels, times and groups."""
    parts = [pd.util.hash_pandas_object(data.X, index=False).to_numpy().tobytes(), np.asarray(data.y).tobytes()]
    parts += [np.asarray(part).tobytes() for part in (data.time, data.groups) if part is not None]
    names = [f"{name} {kind}" for name, kind in data.X.dtypes.items()]
    return _short(*names, *(hashlib.sha256(part).hexdigest() for part in parts))


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
