"""How long the things a learner waits for take, each beside its goal. `make bench` prints a line each."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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


BENCHMARKS: list[Callable[[], Iterator[Result]]] = [prevalence_explorer, trace_overhead]

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        for result in benchmark():
            print(result.line())
