"""How long the things a learner waits for take, each beside its goal. `make bench` prints a line each.

Ratios within one run, since machines differ. `python tools/bench.py NAME` runs one of them.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

import imbalance_lib as il  # noqa: E402


@dataclass(frozen=True)
class Result:
    what: str
    value: float
    goal: float
    unit: str
    detail: str

    def line(self) -> str:
        kept = "within" if self.value <= self.goal else "ABOVE"
        return f"{self.what}: {self.value:.2f} {self.unit}, {kept} the goal of {self.goal:g} ({self.detail})"


def prevalence_explorer(changes: int = 400) -> Iterator[Result]:
    """A slider is moved; the clock stops when the new view is set."""
    explorer, rng, times = il.explorers.prevalence(), np.random.default_rng(0), []
    names = list(explorer.controls)
    for k in range(changes):
        slider, target = explorer.controls[names[k % 3]], rng.uniform(0.2, 49)
        start = time.perf_counter()
        slider.value = target
        times.append(1000 * (time.perf_counter() - start))
    middle, high = np.percentile(times, [50, 95])
    yield Result("prevalence explorer, 95th percentile of a change", float(high), 20, "ms",
                 f"median {middle:.2f} ms over {changes} changes, without browser")  # fmt: skip


def trace_overhead(rounds: int = 3) -> Iterator[Result]:
    """Five-fold cross-validation of SMOTE and a forest on 20,000 rows, watched and not, in turns."""
    from imblearn.over_sampling import SMOTE
    from imblearn.pipeline import make_pipeline
    from sklearn.datasets import make_classification
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import cross_val_score

    X, y = make_classification(20_000, 20, weights=[0.95], random_state=0)
    model = make_pipeline(SMOTE(random_state=0), RandomForestClassifier(20, random_state=0))
    plain, watched, scores = [], [], []
    for _ in range(rounds):
        for times, watch in ((plain, False), (watched, True)):
            start = time.perf_counter()
            if watch:
                with il.leakage.trace():
                    scores.append(cross_val_score(model, X, y, cv=5, scoring="average_precision").mean())
            else:
                scores.append(cross_val_score(model, X, y, cv=5, scoring="average_precision").mean())
            times.append(time.perf_counter() - start)
    if len(set(scores)) > 1:
        raise AssertionError("watched and unwatched runs give different scores")
    yield Result("trace() around a cross-validation of SMOTE and a forest", min(watched) / min(plain), 1.3, "times",
                 f"{min(watched):.1f} s against {min(plain):.1f} s, the best of {rounds} each")  # fmt: skip


PAIRS = [(s, f) for f in ("logistic", "tree", "xgboost", "boosting") for s in ("nothing", "smote", "weights")]


def comparison_overhead(rounds: int = 2) -> Iterator[Result]:
    """The comparison of twelve pipelines on one set against nothing but its fits and predictions."""
    from imbalance_lib import comparison, strategies
    from imbalance_lib.comparison import nested

    data = il.collection.load("wine-red-poor")
    tasks = comparison.plan({"wine": data}, dict.fromkeys(f for _, f in PAIRS), [s for s, _ in PAIRS], repeats=1)
    fits: list[tuple[Any, Any, Any, str, str, Any]] = []

    def whole() -> None:
        with tempfile.TemporaryDirectory() as folder:
            comparison.compare({"wine": data}, tasks, Path(folder) / "store", jobs=1)

    def bare() -> None:
        for X, y, settings, strategy, family, held in fits:
            model = strategies.pipeline(strategy, family).set_params(**settings).fit(X, y)
            strategies.scores(model, held)

    fitted, scores = nested._fitted, strategies.scores

    def noted_fit(X: Any, y: Any, settings: Any, strategy: str, family: str, *rest: Any) -> Any:
        fits.append((X, y, settings, strategy, family, None))
        return fitted(X, y, settings, strategy, family, *rest)

    def noted_scores(model: Any, X: Any) -> Any:
        fits[-1] = (*fits[-1][:-1], X)
        return scores(model, X)

    with mock.patch.object(nested, "_fitted", noted_fit), mock.patch.object(strategies, "scores", noted_scores):
        whole()  # imports are not counted
    times: dict[str, list[float]] = {"bare": [], "whole": []}
    for _ in range(rounds):
        for name, run in (("bare", bare), ("whole", whole)):
            times[name].append(_seconds(run))
    extra = 100 * (min(times["whole"]) / min(times["bare"]) - 1)
    detail = f"{min(times['whole']):.1f} s against {min(times['bare']):.1f} s, best of {rounds}, {len(fits)} fits"
    yield Result("what imbalance compare adds to the bare fits and predictions", extra, 5, "%", detail)


def comparison_in_parallel() -> Iterator[Result]:
    """The same tasks on one core, on two, by four processes of joblib and by four of a Dask cluster."""
    import joblib
    from distributed import Client, LocalCluster

    from imbalance_lib import comparison

    sets = {name: il.collection.load(name) for name in ("wine-red-poor", "yeast-me2", "abalone-17")}
    tasks = comparison.plan(sets, ["logistic", "tree", "xgboost"], ["nothing", "smote", "weights"], repeats=1)

    def run(jobs: int) -> float:
        with tempfile.TemporaryDirectory() as folder:
            return _seconds(lambda: comparison.compare(sets, tasks, Path(folder) / "store", jobs=jobs))

    run(2), run(4)  # processes are started before the clock
    one, two, four = run(1), run(2), run(4)
    with (
        LocalCluster(n_workers=4, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
        joblib.parallel_config(backend="dask", client=client),
    ):
        run(-1)
        dask = run(-1)
    yield Result("two processes against one", two / one, 0.65, "of the time", f"{two:.1f} s against {one:.1f} s")
    yield Result("four Dask processes against four of joblib", dask / four, 1.25, "times",
                 f"{dask:.1f} s against {four:.1f} s, {len(tasks)} tasks")  # fmt: skip


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


BENCHMARKS: list[Callable[[], Iterator[Result]]] = [
    prevalence_explorer,
    trace_overhead,
    comparison_overhead,
    comparison_in_parallel,
]

if __name__ == "__main__":
    wanted = sys.argv[1:]
    for benchmark in BENCHMARKS:
        for result in benchmark() if not wanted or benchmark.__name__ in wanted else ():
            print(result.line())
