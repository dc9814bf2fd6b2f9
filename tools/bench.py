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


BENCHMARKS: list[Callable[[], Iterator[Result]]] = [prevalence_explorer]

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        for result in benchmark():
            print(result.line())
