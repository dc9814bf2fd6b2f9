"""What a strategy gains, one vote a source, with an interval from resampled sources."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.comparison.store import Row

BASELINE = "nothing"
LESS_IS_BETTER = ("cost", "log_loss", "brier", "calibration_error")
DRAWS = 2_000
FEWEST = 6  # sources that an interval needs: of fewer, resampling shows too little of how they differ


@dataclass(frozen=True)
class Gain:
    """By how much a strategy is better than another (below 0: worse), in the unit of the measure.

    `mean` is over sources, each with one vote; `low` and `high` bound it with 95 % confidence, if the sources are
    drawn anew from sources like these; `better` counts the sources where it is above 0.
    """

    mean: float
    low: float
    high: float
    better: int
    sources: int
    sets: int

    @property
    def verdict(self) -> str:
        """What the interval allows to say: better, worse or undecided."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "undecided"

    def __str__(self) -> str:
        if self.low == -np.inf:
            return f"{self.mean:+.3f} [{self.sources} source{'s' * (self.sources != 1)}]"
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


def results(rows: Iterable[Row], sources: dict[str, str]) -> pd.DataFrame:
    """One line for each set, family and strategy: the mean over repeats, with the set's source.

    `sources` names the source of each set; a set without one is its own. Skill is 1 - loss / loss of a model that
    says the prevalence of its training rows to everybody.
    """
    table = pd.DataFrame([row for row in rows if "failed" not in row])
    if table.empty:
        raise ValueError("rows hold no result that did not fail; run `imbalance compare` first")
    numbers = table.select_dtypes("number").columns.difference(["repeat"])
    found = table.groupby(["set", "family", "strategy"], as_index=False)[list(numbers)].mean()
    found.insert(0, "source", [sources.get(name, name) for name in found["set"]])
    found["prevalence"] = found["positives"] / found["rows"]
    for loss in ("log_loss", "brier"):
        if f"{loss}_prior" in found:
            found[f"{loss}_skill"] = 1 - found[loss] / found[f"{loss}_prior"]
    return found


def gain(
    table: pd.DataFrame, strategy: str, measure: str, *, than: str = BASELINE, than_measure: str | None = None
) -> Gain:
    """What `strategy` gains over `than`, by families and sets that have both.

    `than_measure` is what the other is measured by, where that differs: `cost_10_half` against `cost_10_tuned`.
    Within a source the sets, and within a set the families, are averaged first. Raises ValueError where nothing is
    left to compare.
    """
    gains = gains_of(table, strategy, measure, than=than, than_measure=than_measure)
    if gains.empty:
        raise ValueError(f"strategy is {strategy!r}; no set has both it and {than!r} with the measure {measure!r}")
    votes = gains.groupby(["source", "set"]).mean().groupby("source").mean().to_numpy()
    return of_votes(votes, len(gains.index.unique("set")))


def of_votes(votes: NDArray[np.float64], sets: int) -> Gain:
    """The gain that the votes of sources amount to; `sets` is how many sets are behind them."""
    return Gain(float(votes.mean()), *interval(votes), int((votes > 0).sum()), len(votes), sets)


def gains_of(
    table: pd.DataFrame, strategy: str, measure: str, *, than: str = BASELINE, than_measure: str | None = None
) -> pd.Series:
    """The gain in each set with each family; the index is source, set, family."""
    where = ["source", "set", "family"]
    sign = -1 if measure.startswith(LESS_IS_BETTER) and not measure.endswith("skill") else 1
    mine = table[table["strategy"] == strategy].set_index(where)[measure]
    other = table[table["strategy"] == than].set_index(where)[than_measure or measure]
    return (sign * (mine - other)).dropna()


def ranks(table: pd.DataFrame, measure: str) -> pd.Series:
    """Each strategy's average rank (1 is best), over families and sets where all of them ran, one vote a source."""
    wide = table.pivot_table(index=["source", "set", "family"], columns="strategy", values=measure).dropna()
    less = measure.startswith(LESS_IS_BETTER) and not measure.endswith("skill")
    ranked = wide.rank(axis=1, ascending=less)
    return ranked.groupby(["source", "set"]).mean().groupby("source").mean().mean().sort_values()


def interval(votes: NDArray[np.float64], level: float = 0.95) -> tuple[float, float]:
    """A percentile bootstrap interval of the mean, over sources (Efron, 1979). Fewer than six sources give none.

    >>> interval(np.ones(6))
    (1.0, 1.0)
    >>> interval(np.array([1.0, 1.1]))
    (-inf, inf)
    """
    if len(votes) < FEWEST:
        return -np.inf, np.inf
    drawn = np.random.default_rng(0).integers(0, len(votes), (DRAWS, len(votes)))
    low, high = np.quantile(votes[drawn].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
