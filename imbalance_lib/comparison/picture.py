"""The comparison as a picture: each strategy's gain, its interval, and the sources behind it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.comparison.differences import BASELINE, Gain, gain, gains_of
from imbalance_lib.plots import Picture
from imbalance_lib.style import BLUE, GRAY, VERMILLION

COLORS = {"better": BLUE, "worse": VERMILLION, "undecided": "black"}


def gains_picture(
    table: pd.DataFrame, measure: str, *, title: str, xlabel: str, than_measure: str | None = None
) -> Picture:
    """A line a strategy: dots are sources, the thick mark is the mean, the bar its 95 % interval.

    `table` as `differences.results` gives it, `title` states the finding, `xlabel` names the gain and its unit. Dots
    beyond the middle 95 % of all are drawn at the edge as triangles. Raises ValueError where nothing can be compared.
    """
    from matplotlib import pyplot

    told = gains_by_strategy(table, measure, than_measure)
    votes = {name: votes_of(table, name, measure, than_measure) for name in told}
    everything = np.concatenate(list(votes.values()))
    low, high = np.quantile(everything, [0.025, 0.975])
    low, high = min(low, *(g.low for g in told.values())), max(high, *(g.high for g in told.values()))
    room = 0.04 * (high - low)
    fig, ax = pyplot.subplots(figsize=(7.2, 0.42 * len(told) + 1.5))
    rng = np.random.default_rng(0)
    for place, (name, known) in enumerate(told.items()):
        dots, color = votes[name], COLORS[known.verdict]
        inside = (dots >= low) & (dots <= high)
        ax.scatter(dots[inside], place + rng.uniform(-0.25, 0.25, inside.sum()), s=10, color=GRAY, alpha=0.6, lw=0)
        for edge, marker, beyond in ((low - room, "<", dots < low), (high + room, ">", dots > high)):
            if beyond.any():
                ax.scatter(edge, place, marker=marker, s=24, color=GRAY, lw=0)
        ax.plot([known.low, known.high], [place, place], color=color, lw=2.5, solid_capstyle="butt")
        ax.plot(known.mean, place, marker="|" if known.verdict == "undecided" else "o", ms=8, mew=2.5, color=color)
    ax.axvline(0, color="black", lw=0.8)
    ax.set_yticks(range(len(told)), list(told))
    ax.invert_yaxis()
    ax.set(xlabel=xlabel, xlim=(low - 2 * room, high + 2 * room))
    ax.set_title(title, loc="left")
    ax.grid(axis="y", visible=False)
    return Picture(fig, _alt(title, xlabel, told))


def gains_by_strategy(table: pd.DataFrame, measure: str, than_measure: str | None = None) -> dict[str, Gain]:
    """The gain of each strategy over nothing, the highest first; nothing itself only where it is measured otherwise."""
    found = {}
    for strategy in table["strategy"].unique():
        if strategy == BASELINE and than_measure in (None, measure):
            continue
        if not gains_of(table, strategy, measure, than_measure=than_measure).empty:
            found[strategy] = gain(table, strategy, measure, than_measure=than_measure)
    if not found:
        raise ValueError(f"table holds nothing to compare with {BASELINE!r} by {measure!r}")
    return dict(sorted(found.items(), key=lambda item: -item[1].mean))


def votes_of(table: pd.DataFrame, strategy: str, measure: str, than_measure: str | None) -> NDArray[np.float64]:
    """The gain in each source, the mean over its sets and their families."""
    gains = gains_of(table, strategy, measure, than_measure=than_measure)
    return gains.groupby(["source", "set"]).mean().groupby("source").mean().to_numpy()


def _alt(title: str, xlabel: str, told: dict[str, Gain]) -> str:
    lines = [f"{name} {known}, {known.verdict}" for name, known in told.items()]
    sources = max(known.sources for known in told.values())
    return f"{title}. {xlabel}, mean over up to {sources} sources [95 % interval]: {'; '.join(lines)}."
