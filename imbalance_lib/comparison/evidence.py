"""A sentence that rests on the stored comparison, checked against it each time it is shown."""

import html
import operator
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from imbalance_lib.claims import OPERATORS, ClaimFailed
from imbalance_lib.comparison.differences import BASELINE, Gain, gain
from imbalance_lib.style import BLUE, VERMILLION

MEASURED = (
    "average_precision", "roc_auc", "log_loss", "log_loss_skill", "brier", "brier_skill", "calibration_error",
    "cost_10_tuned", "cost_10_half", "cost_10_theory", "cost_50_tuned", "cost_50_half", "cost_50_theory",
    "recall_half", "precision_half", "f1_half", "recall_tuned", "precision_tuned", "f1_tuned",
)  # fmt: skip
SIDES = {">": operator.gt, "<": operator.lt}


@dataclass(frozen=True)
class Evidence:
    """One sentence and the gain it rests on. It holds if the whole interval is on the stated side of the bound."""

    name: str
    text: str
    gain: Gain
    op: str
    bound: float
    article: str | None = None

    @property
    def held(self) -> bool:
        """Does all of the 95 % interval over sources lie where the sentence says?"""
        edge = self.gain.low if self.op == ">" else self.gain.high
        return bool(SIDES[self.op](edge, self.bound))

    @property
    def figures(self) -> str:
        """The gain, its interval, and how many sources have a vote."""
        sign = OPERATORS[self.op] if self.held else f"not {OPERATORS[self.op]}"
        n = self.gain.sources
        return f"{self.gain} {sign} {self.bound:g}, {n} source{'s' * (n != 1)}, better in {self.gain.better}"

    def __repr__(self) -> str:
        return f"{'✓ holds' if self.held else '✗ does not hold'}: {self.text} ({self.figures})"

    def _repr_html_(self) -> str:
        color, mark = (BLUE, "✓ holds") if self.held else (VERMILLION, "✗ does not hold")
        return (
            f'<div style="border-left:4px solid {color};padding:0.2em 0.8em">'
            f"<b>{mark}</b>: {html.escape(self.text)} (<b>{html.escape(self.figures)}</b>)</div>"
        )


def evidence(
    name: str,
    text: str,
    strategy: str,
    measure: str,
    op: str = ">",
    bound: float = 0.0,
    *,
    than: str = BASELINE,
    than_measure: str | None = None,
    family: str | None = None,
    article: str | None = None,
    table: pd.DataFrame | None = None,
) -> Evidence:
    """State that `strategy` gains more (or less) than `bound` over `than`, and check it in the stored results.

    The gain is the mean over sources, each with one vote; the interval is from resampled sources. `measure` is one of
    `MEASURED`, such as "average_precision", "log_loss", "cost_10_tuned" (a miss costs ten false alarms, the threshold
    tuned inside) or "cost_10_half" (at 0.5); `than_measure` is what the other is measured by, where that differs.
    `family` asks about one family alone. `article` is the sentence of the usual advice that it answers. `table` takes
    the place of the stored results.

    Raises ClaimFailed if the interval is not all on the stated side, ValueError for names that were not compared.
    """
    if op not in SIDES:
        raise ValueError(f"op is {op!r}; it must be '>' or '<'")
    if table is None:
        from imbalance_lib.comparison.stored import stored

        table = stored()
    strategies, families = sorted(table["strategy"].unique()), sorted(table["family"].unique())
    _known("strategy", strategy, strategies)
    _known("than", than, strategies)
    _known("family", family, families)
    _known("measure", measure, MEASURED)
    _known("than_measure", than_measure, MEASURED)
    if strategy == than and than_measure in (None, measure):
        raise ValueError(f"than is {than!r}, the strategy itself; name another one, or another than_measure")
    if family is not None:
        table = table[table["family"] == family]
    found = Evidence(
        name, text, gain(table, strategy, measure, than=than, than_measure=than_measure), op, bound, article
    )
    if not found.held:
        raise ClaimFailed(f"evidence {name!r} does not hold: {text} ({found.figures})")
    return found


def _known(role: str, name: str | None, names: Sequence[str]) -> None:
    if name is not None and name not in names:
        raise ValueError(f"{role} is {name!r}; it must be one of {', '.join(names)}")
