"""Interactive pictures: drag, and the counts, the drawing and the sentences follow.

A change never fits a model and never draws with matplotlib: it computes a few counts and sets one piece
of HTML. Each explorer has tasks that it checks itself, and a static twin for where no kernel runs.
"""

import html
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from imbalance_lib.plots import PALE, Drawing, people
from imbalance_lib.priors import NaturalFrequencies, natural_frequencies, precision_at_prevalence
from imbalance_lib.style import BLUE, VERMILLION

if TYPE_CHECKING:
    import ipywidgets

# Its own light card, in plain colors: readable on a dark page, and untouched by JupyterLab's sanitizer,
# which removes variables, classes, inline SVG and style sheets from a notebook it does not trust.
CARD = (
    "background-color: #FFFFFF; color: #24292F; border: 1px solid #D0D7DE; border-radius: 6px; "
    "padding: 12px 16px; max-width: 540px; line-height: 1.5; font-size: 14px"
)
QUIET = "color: #57606A"


@dataclass(frozen=True)
class Explorer:
    """A live panel and its static twin; the last line of a cell shows whichever the reader can use.

    `controls` are the sliders by name, `view` is the one piece of HTML that a change sets, `twin` the
    HTML that is stored in a notebook, `alt` the same in words.
    """

    panel: "ipywidgets.Widget"
    controls: Mapping[str, "ipywidgets.Widget"]
    view: "ipywidgets.HTML"
    twin: str
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = self.panel._repr_mimebundle_() or {}
        return {**live, "text/html": self.twin, "text/plain": self.alt}


class State(NamedTuple):
    """Where the sliders of the prevalence explorer stand; rates from 0 to 1."""

    prevalence: float
    recall: float
    false_positive_rate: float

    @property
    def precision(self) -> float:
        return precision_at_prevalence(*self) or 0.0


@dataclass(frozen=True)
class Task:
    """Something to find with the sliders: `reached(start, now)` says whether it is found."""

    text: str
    reached: Callable[[State, State], bool]


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=0.01)


START = State(prevalence=0.01, recall=0.9, false_positive_rate=0.1)

PREVALENCE_TASKS = (
    Task(
        "Cut precision to half of what it was at the start, or less, without touching the test: "
        "its recall and its false-positive rate stay where they were.",
        lambda start, now: (
            _close(now.recall, start.recall)
            and _close(now.false_positive_rate, start.false_positive_rate)
            and now.precision <= start.precision / 2
        ),
    ),
    Task(
        "At a prevalence of 1 %, find a false-positive rate at which at least half of those flagged are ill.",
        lambda start, now: _close(now.prevalence, 0.01) and now.precision >= 0.5,
    ),
)


def prevalence() -> Explorer:
    """One test, taken to populations where the illness is common or rare: recall stays, precision moves.

    Three sliders (prevalence, recall, false-positive rate; drag, arrow keys, or type a number) over a
    picture of 1,000 people, with two tasks.
    """
    import ipywidgets as widgets

    same: dict[str, Any] = dict(
        continuous_update=True,
        style={"description_width": "190px"},
        layout=widgets.Layout(width="540px", max_width="100%"),
    )
    # In percent, so that a number typed into the readout means what it says.
    logarithmic: dict[str, Any] = dict(min=-1, max=math.log10(50), step=0.05, readout_format=".3g", **same)
    controls = {
        "prevalence": widgets.FloatLogSlider(
            100 * START.prevalence, description="Prevalence (%)",
            tooltip="How many of 100 people are ill, from 0.1 to 50", **logarithmic,
        ),
        "recall": widgets.FloatSlider(
            100 * START.recall, min=5, max=100, step=1, readout_format=".0f", description="Recall (%)",
            tooltip="How many of 100 ill people the test flags, from 5 to 100", **same,
        ),
        "false_positive_rate": widgets.FloatLogSlider(
            100 * START.false_positive_rate, description="False-positive rate (%)",
            tooltip="How many of 100 healthy people the test flags, from 0.1 to 50", **logarithmic,
        ),
    }  # fmt: skip
    done = [False] * len(PREVALENCE_TASKS)

    def draw() -> str:
        now = State(*(slider.value / 100 for slider in controls.values()))
        for i, task in enumerate(PREVALENCE_TASKS):
            done[i] = done[i] or task.reached(START, now)
        return prevalence_view(*now) + task_list([task.text for task in PREVALENCE_TASKS], done)

    view = widgets.HTML(draw())

    def redraw(_: Any) -> None:
        view.value = draw()

    for slider in controls.values():
        slider.observe(redraw, "value")
    return Explorer(widgets.VBox([*controls.values(), view]), controls, view, _prevalence_twin(), _ALT)


def prevalence_view(prevalence: float, recall: float, false_positive_rate: float) -> str:
    """What the prevalence explorer shows at these rates (0 to 1), as HTML: picture, counts and sentences."""
    told = natural_frequencies(prevalence, recall, false_positive_rate)
    return _card(told, _picture(told).svg)


def _picture(told: NaturalFrequencies, columns: int = 50) -> Drawing:
    whole = told.whole
    return people(int(whole.tp), int(whole.fn), int(whole.fp), int(whole.tn), columns=columns)


def _card(told: NaturalFrequencies, drawing: str) -> str:
    rounded = f'<p style="{QUIET}; margin: 4px 0">The picture and the counts are rounded to whole people.</p>'
    return (
        f'<div style="{CARD}">{drawing}{_legend(told)}'
        f"{''.join(map(_paragraph, _sentences(told)))}{rounded}</div>"
    )


def _legend(told: NaturalFrequencies) -> str:
    """The four counts as a table whose cells show the icons of the picture."""
    whole = told.whole
    # JupyterLab stripes the rows of a table, so the background is set on each.
    line, cell = "background-color: #FFFFFF; color: #24292F", "text-align: right; padding: 2px 10px"

    def row(name: str, color: str, icons: str, flagged: float, rest: float, quiet: str = "") -> str:
        shades = (color, quiet or color)
        on, off = (f'<span style="color: {s}">{icon}</span>' for icon, s in zip(icons, shades, strict=True))
        return (
            f'<tr style="{line}"><th scope="row" style="{cell}">{name}</th><td style="{cell}">{on} {flagged:,}</td>'
            f'<td style="{cell}">{off} {rest:,}</td><td style="{cell}">{flagged + rest:,}</td></tr>'
        )

    heads = "".join(f'<th scope="col" style="{cell}">{word}</th>' for word in ("flagged", "not flagged", "all"))
    return (
        '<table style="border-collapse: collapse; border: none; margin: 10px 0; font-size: 14px">'
        f'<thead><tr style="{line}"><td></td>{heads}</tr></thead><tbody>'
        + row("ill", VERMILLION, "■□", whole.tp, whole.fn)
        + row("healthy", BLUE, "●○", whole.fp, whole.tn, quiet=PALE)
        + row("all", "#24292F", "  ", whole.alerts, whole.fn + whole.tn)
        + "</tbody></table>"
    )


def _sentences(told: NaturalFrequencies) -> list[str]:
    """The counts in words, as HTML: precision, more people where 1,000 are too few, accuracy."""
    precision, nobody = told.precision, 1 - told.prevalence
    lines = [f"<b>{_flagged_are_ill(told)}</b>"]
    if precision is None:
        lines[0] += " Precision has no value: there is nothing to divide by."
    else:
        lines[0] += f" Precision is {percent(precision)}."
        if told.expected.tp < 5:
            more = natural_frequencies(told.prevalence, told.recall, told.false_positive_rate, people=100_000)
            lines.append(f"Few of 1,000 are ill and flagged, so look at 100,000: {_flagged_are_ill(more)}")
    lines.append(
        f"Accuracy is {percent(told.accuracy)}: {told.whole.tp + told.whole.tn:,} of {told.people:,} are judged "
        f"rightly. Flagging nobody has {percent(nobody)} ({told.whole.negatives:,} of {told.people:,}) and finds "
        f"none of the ill{'; accuracy ranks it higher' if nobody > told.accuracy else ''}."
    )
    return lines


def _flagged_are_ill(told: NaturalFrequencies) -> str:
    """Precision as a count: "9 of the 59 people flagged are ill."."""
    ill, flagged = told.whole.tp, told.whole.alerts
    if flagged == 0:
        return f"Nobody of {told.people:,} people is flagged."
    if flagged == 1:
        return f"The 1 person flagged is {'ill' if ill else 'healthy'}."
    return f"{ill:,} of the {flagged:,} people flagged {'is' if ill == 1 else 'are'} ill."


def task_list(texts: Sequence[str], done: Sequence[bool]) -> str:
    """The tasks of an explorer, each with what is done and what is to do."""
    items = (
        f'<li style="margin: 4px 0"><b>{"✓ Done." if reached else "○ To do."}</b> {html.escape(text)}</li>'
        for text, reached in zip(texts, done, strict=True)
    )
    return (
        f'<div style="{CARD}; margin-top: 8px"><b>Your tasks</b>'
        f'<ul style="list-style-type: none; margin: 4px 0; padding: 0">{"".join(items)}</ul></div>'
    )


def _prevalence_twin() -> str:
    """The start, and the same test at three other prevalences: what a page without a kernel shows."""
    start = natural_frequencies(*START)
    small = "display: inline-block; vertical-align: top; width: 30%; margin: 0 2% 0 0"
    others = []
    for rate in (0.001, 0.1, 0.5):
        told = natural_frequencies(rate, START.recall, START.false_positive_rate)
        others.append(
            f'<div style="{small}"><b>Prevalence {100 * rate:g} %</b><br>{_picture(told, columns=25).image()}'
            f"{_paragraph(_sentences(told)[0])}</div>"
        )
    about = (
        f"A test that flags {100 * START.recall:g} of 100 ill and {100 * START.false_positive_rate:g} of 100 "
        f"healthy people, where {1000 * START.prevalence:g} of 1,000 are ill:"
    )
    return (
        f"{_card(start, _paragraph(about) + _picture(start).image())}"
        f'<div style="{CARD}; margin-top: 8px"><p style="margin: 0 0 8px 0">The same test elsewhere:</p>'
        f"{''.join(others)}"
        f'<p style="{QUIET}; margin: 8px 0 0 0">Run this cell to move the sliders yourself. '
        f"Then two tasks appear, which tick themselves.</p></div>"
    )


_ALT = (
    "Explorer: sliders for prevalence, recall and false-positive rate over a picture of 1,000 people. "
    "At the start "
    + _flagged_are_ill(natural_frequencies(*START))
    + " Run this cell to move the sliders yourself."
)


def _paragraph(text: str) -> str:
    return f'<p style="margin: 4px 0">{text}</p>'


def percent(share: float) -> str:
    """A share (0 to 1) as a percentage that never rounds to 0 or to 100.

    >>> [percent(share).replace(chr(160), " ") for share in (0.01, 0.154, 0.9995, 0.00001, 1)]
    ['1.0 %', '15.4 %', '99.95 %', 'less than 0.01 %', '100 %']
    """
    share = round(share, 12)  # 1 - 0.9999 is a hair below 0.0001
    if share in (0, 1):
        return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    if share < 0.0001 or share > 0.9999:
        return "less than 0.01\N{NO-BREAK SPACE}%" if share < 0.5 else "more than 99.99\N{NO-BREAK SPACE}%"
    digits = 1 if 0.01 <= share <= 0.99 else 2
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"
