"""The stored comparison as a picture that answers questions: which remedy, for whom, measured how."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from imbalance_lib.comparison.differences import Gain
from imbalance_lib.comparison.picture import gains_by_strategy, votes_of
from imbalance_lib.explorers import CARD, QUIET, Explorer, task_list
from imbalance_lib.plots import Drawing
from imbalance_lib.style import BLUE, GRAY, VERMILLION

MEASURES = {
    "ranking: average precision": ("average_precision", None),
    "probabilities: log loss": ("log_loss", None),
    "cost 1:10, both thresholds tuned": ("cost_10_tuned", None),
    "cost 1:50, both thresholds tuned": ("cost_50_tuned", None),
    "cost 1:10, left at 0.5 against nothing tuned": ("cost_10_half", "cost_10_tuned"),
}
SETS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "all sets": lambda table: table["rows"] > 0,
    "prevalence under 3 %": lambda table: table["prevalence"] < 0.03,
    "prevalence of 3 % or more": lambda table: table["prevalence"] >= 0.03,
    "fewer than 100 positives": lambda table: table["positives"] < 100,
    "100 positives or more": lambda table: table["positives"] >= 100,
}
ALL = "all families"
COLORS = {"better": BLUE, "worse": VERMILLION, "undecided": "#24292F"}
MARKS = {"better": "▲ better", "worse": "▼ worse", "undecided": "· undecided"}
WIDTH, LEFT, ROW = 520, 180, 24
MOST_NAMED = 4  # in a sentence: more are counted, the picture names them


class Question(NamedTuple):
    """What the controls ask."""

    measure: str
    family: str
    sets: str


@dataclass(frozen=True)
class Task:
    """Something to find; `reached` says whether an answer shows it."""

    text: str
    reached: Callable[[dict[str, Gain]], bool]


def _verdict(told: dict[str, Gain], strategy: str) -> str:
    return told[strategy].verdict if strategy in told else "undecided"


TASKS = (
    Task(
        "Find a question to which SMOTE to parity (smote) is clearly worse than nothing.",
        lambda told: _verdict(told, "smote") == "worse",
    ),
    Task(
        "Find a question to which some remedy is clearly better than nothing.",
        lambda told: any(gain.verdict == "better" for gain in told.values()),
    ),
)


def explore(table: pd.DataFrame | None = None) -> Explorer:
    """Three questions to the stored comparison (measure, family, sets), answered by a line for each remedy.

    With two tasks, which tick themselves. `table` takes the place of the stored results. It works from the keyboard;
    without a kernel the first question and its answer are shown.
    """
    import ipywidgets as widgets

    if table is None:
        from imbalance_lib.comparison.stored import stored

        table = stored()
    families = [name for name in table["family"].unique() if name != "isolation-forest"]
    known = table[table["family"].isin(families)]
    wide: dict[str, Any] = dict(
        style={"description_width": "90px"}, layout=widgets.Layout(width="520px", max_width="100%")
    )
    controls = {
        "measure": widgets.Dropdown(options=list(MEASURES), description="Measured by", **wide),
        "family": widgets.Dropdown(options=[ALL, *families], description="Family", **wide),
        "sets": widgets.Dropdown(options=list(SETS), description="Sets", **wide),
    }

    @cache
    def answer(asked: Question) -> dict[str, Gain]:
        try:
            return gains_by_strategy(_part(known, asked), *MEASURES[asked.measure])
        except ValueError:
            return {}

    first = Question(*(control.value for control in controls.values()))
    done = [False] * len(TASKS)

    def draw() -> str:
        asked = Question(*(control.value for control in controls.values()))
        told = answer(asked)
        for k, task in enumerate(TASKS):
            done[k] = done[k] or (asked != first and task.reached(told))
        return card(_part(known, asked), asked, told) + task_list([task.text for task in TASKS], done)

    view = widgets.HTML(draw())

    def redraw(_: Any) -> None:
        view.value = draw()

    for control in controls.values():
        control.observe(redraw, "value")
    twin = card(_part(known, first), first, answer(first), stored=True)
    alt = f"Explorer. {drawing(_part(known, first), first, answer(first)).alt} Run this cell to ask other questions."
    return Explorer(widgets.VBox([*controls.values(), view]), controls, view, twin, alt)


def card(table: pd.DataFrame, asked: Question, told: dict[str, Gain], stored: bool = False) -> str:
    """What the explorer shows for a question: one sentence, the picture, and how to read it."""
    if not told:
        return f'<div style="{CARD}"><p>No result answers this question.</p></div>'
    drawn = drawing(table, asked, told)
    ask = f'<p style="{QUIET}; margin: 4px 0">Run this cell to ask other questions.</p>' if stored else ""
    return (
        f'<div style="{CARD}"><p style="margin: 0 0 6px 0"><b>{html.escape(finding(told))}</b></p>'
        f"{drawn.image() if stored else drawn.svg}"
        f'<p style="{QUIET}; margin: 4px 0">Gray dots are sources, each with one vote; the bar is a 95 % interval from '
        f"resampled sources. Right of the line is better than nothing with a tuned threshold.</p>{ask}</div>"
    )


def finding(told: dict[str, Gain]) -> str:
    """The answer in one sentence."""
    sources = max(gain.sources for gain in told.values())
    named = {v: [name for name, gain in told.items() if gain.verdict == v] for v in ("better", "worse")}
    base = "nothing with a tuned threshold"
    listed = {
        v: ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} of {len(told)}"
        for v, names in named.items()
    }
    parts = [f"clearly {v} than {base}: {listed[v]}" for v, names in named.items() if names]
    text = "; ".join(parts) if parts else f"no remedy is clearly better or worse than {base}"
    return f"On {sources} source{'s' * (sources != 1)}, {text}."


def drawing(table: pd.DataFrame, asked: Question, told: dict[str, Gain]) -> Drawing:
    """A line for each remedy, as SVG."""
    measure, than_measure = MEASURES[asked.measure]
    votes = {name: votes_of(table, name, measure, than_measure) for name in told}
    everything = np.concatenate(list(votes.values()))
    ends = [*np.quantile(everything, [0.025, 0.975]), 0.0]
    ends += [edge for gain in told.values() for edge in (gain.low, gain.high) if np.isfinite(edge)]
    low, high = min(ends), max(ends)
    scale = (WIDTH - LEFT - 20) / max(high - low, 1e-9)

    def x(value: float) -> float:
        return round(LEFT + 10 + (min(max(value, low), high) - low) * scale, 1)

    lines = [f'<path d="M{x(0)} 0V{ROW * len(told)}" stroke="#24292F" stroke-width="1"/>']
    for k, (name, gain) in enumerate(told.items()):
        y, color = ROW * k + ROW // 2, COLORS[gain.verdict]
        lines.append(_text(LEFT - 6, y + 4, name, "end", color))
        dots = "".join(f'<circle cx="{x(v)}" cy="{y + 6 - 4 * (i % 4)}" r="1.6"/>' for i, v in enumerate(votes[name]))
        lines.append(f'<g fill="{GRAY}" fill-opacity="0.6">{dots}</g>')
        if np.isfinite(gain.low):
            lines.append(f'<path d="M{x(gain.low)} {y}H{x(gain.high)}" stroke="{color}" stroke-width="3"/>')
        lines.append(f'<circle cx="{x(gain.mean)}" cy="{y}" r="4.5" fill="{color}"/>')
    bottom = ROW * len(told) + 14
    lines.append(_text(x(0), bottom, "0", "middle"))
    for value, anchor in ((low, "start"), (high, "end")):
        if abs(x(value) - x(0)) > 50:
            lines.append(_text(x(value), bottom, f"{value:+.2f}", anchor))
    lines.append(_text(LEFT + 10, bottom + 16, f"gain over nothing ({asked.measure})"))
    alt = f"{finding(told)} {asked.measure}, {asked.family}, {asked.sets}: " + "; ".join(
        f"{name} {gain} {MARKS[gain.verdict].split()[1]}" for name, gain in told.items()
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {WIDTH} '
        f'{bottom + 22}" width="{WIDTH}" style="max-width: 100%; height: auto" fill="#24292F" '
        f'font-family="sans-serif">{"".join(lines)}</svg>'
    )
    return Drawing(svg, alt)


def _text(x: float, y: float, words: str, anchor: str = "start", color: str = "#24292F") -> str:
    where = f'x="{x}" y="{y}" text-anchor="{anchor}" font-size="12" fill="{color}"'
    return f"<text {where}>{html.escape(words)}</text>"


def _part(table: pd.DataFrame, asked: Question) -> pd.DataFrame:
    part = table if asked.family == ALL else table[table["family"] == asked.family]
    return part[SETS[asked.sets](part)]
