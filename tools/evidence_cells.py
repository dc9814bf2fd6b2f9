"""Gains as cells of Markdown tables, for docs/evidence.md."""

import pandas as pd

from imbalance_lib.comparison.differences import Gain, gain, gains_of


def markdown(heads: list[str], rows: list[list[str]]) -> str:
    """A table with figures to the right."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def cell(table: pd.DataFrame, strategy: str, measure: str, than_measure: str | None = None) -> str:
    """A gain, or nothing where the strategy did not run."""
    found = told(table, strategy, measure, than_measure)
    return shown(found) if found else ""


def shown(one: Gain) -> str:
    """A gain with its interval, bold where the interval does not hold 0."""
    mean = f"{one.mean:+.3f}"
    return str(one) if one.verdict == "undecided" else str(one).replace(mean, f"**{mean}**", 1)


def told(table: pd.DataFrame, strategy: str, measure: str, than_measure: str | None = None) -> Gain | None:
    """The gain of a strategy, None where it did not run."""
    found = gains_of(table, strategy, measure, than_measure=than_measure)
    return None if found.empty else gain(table, strategy, measure, than_measure=than_measure)
