"""A sentence a lesson states, checked with its figures each time the lesson runs.

In a lesson a claim that does not hold stops the notebook. Where the environment variable IMBALANCE_TRUTH
names a file, it is recorded there instead and the notebook goes on: `make truth` reruns every lesson on
other seeds this way, and publishes how often each claim held.
"""

import html
import json
import math
import os
import re
from dataclasses import dataclass
from numbers import Real
from typing import Any

from imbalance_lib.seeds import shift
from imbalance_lib.style import BLUE, VERMILLION

TRUTH_VARIABLE = "IMBALANCE_TRUTH"
OPERATORS = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "==": "="}


class ClaimFailed(AssertionError):
    """A claim of a lesson does not hold; the message gives its figures."""


@dataclass(frozen=True)
class Claim:
    """One checked sentence: `value op bound`. `against` is the value that would mean "no effect"."""

    name: str
    text: str
    value: float
    op: str
    bound: float
    against: float = 0.0
    attempt: int = 1
    tolerance: float = 1e-9
    source: str = ""
    article: str | None = None
    fmt: str | None = None

    @property
    def slack(self) -> float:
        """How far the value is on the right side of the bound; for "==", how far inside the tolerance."""
        if self.op == "==":
            return self.tolerance - abs(self.value - self.bound)
        return self.value - self.bound if self.op[0] == ">" else self.bound - self.value

    @property
    def held(self) -> bool:
        """Does it hold? The tolerance forgives rounding in ">=", "<=" and "==", never in ">" and "<"."""
        if self.op in (">", "<"):
            return self.slack > 0
        return self.slack >= (0 if self.op == "==" else -self.tolerance)

    @property
    def figures(self) -> str:
        """Value, operator and bound as text, with as many digits as it takes to tell the two apart."""
        value, bound = two_figures(self.value, self.bound, self.fmt)
        if not self.held:
            return f"{value} is not {OPERATORS[self.op]} {bound}"
        if "=" in self.op and abs(self.value - self.bound) <= min(self.tolerance, 1e-6):
            value = bound  # they differ by rounding only
        within = f" within {self.tolerance:g}" if self.op == "==" and value != bound else ""
        return f"{value} {OPERATORS[self.op]} {bound}{within}"

    def __repr__(self) -> str:
        return f"{'✓ holds' if self.held else '✗ does not hold'}: {self.text} ({self.figures})"

    def _repr_html_(self) -> str:
        color = BLUE if self.held else VERMILLION
        mark = "✓ holds" if self.held else "✗ does not hold"
        return (
            f'<div style="border-left:4px solid {color};padding:0.2em 0.8em">'
            f"<b>{mark}</b>: {html.escape(self.text)} (<b>{html.escape(self.figures)}</b>)</div>"
        )


def claim(
    name: str,
    text: str,
    value: float,
    op: str,
    bound: float,
    *,
    source: str,
    article: str | None = None,
    against: float = 0.0,
    attempt: int = 1,
    tolerance: float = 1e-9,
    fmt: str | None = None,
) -> Claim:
    """State that `value op bound`, and check it: the sentence comes back as one line with its figures.

    `name` is a slug, once a lesson. `op` is one of > >= < <= ==. `source` says who says so, or where it was
    measured; `article`, which sentence of the usual advice it answers. `against` is the value that would mean
    "no effect": the size stated (bound - against) and the size measured (value - against, over many seeds)
    must lie within a factor of two, so that no claim is loosened until it says nothing. `attempt` counts how
    often the claim was restated after it failed on seeds it had not been developed on. `fmt` is a format for
    both figures, such as ".1%".

    Raises ClaimFailed if it does not hold, ValueError for a value that is no finite number.

    >>> claim("accuracy-of-nobody", "Flagging nobody is right 99 times in 100", 0.99, ">=", 0.99, source="count")
    ✓ holds: Flagging nobody is right 99 times in 100 (0.99 ≥ 0.99)
    """
    stated = Claim(
        name=_slug(name),
        text=_words("text", text),
        value=_number("value", value),
        op=_operator(op),
        bound=_number("bound", bound),
        against=_number("against", against),
        attempt=_attempt(attempt),
        tolerance=_number("tolerance", tolerance),
        source=_words("source", source),
        article=None if article is None else _words("article", article),
        fmt=_format(fmt),
    )
    path = os.environ.get(TRUTH_VARIABLE)
    if path:
        _record(stated, path)
    elif not stated.held:
        raise ClaimFailed(f"claim {name!r} does not hold: {stated.text} ({stated.figures})")
    return stated


def same_size(stated: float, measured: float) -> bool:
    """Do two effects lie within a factor of two of each other, on the same side of zero?

    >>> same_size(0.2, 0.4), same_size(0.2, 0.41), same_size(0.1, -0.1), same_size(0, 0.1)
    (True, False, False, False)
    """
    small, large = sorted((abs(stated), abs(measured)))
    return stated * measured > 0 and small >= large / 2 * (1 - 1e-9)


def two_figures(value: float, bound: float, fmt: str | None = None) -> tuple[str, str]:
    """Both numbers as text: three digits, or as many as it takes until different numbers look different.

    >>> two_figures(0.30001, 0.3), two_figures(12345.6, 20), two_figures(0.125, 0.5, ".0%")
    (('0.30001', '0.3'), ('12,346', '20'), ('12%', '50%'))
    """
    if fmt is not None:
        return format(value, fmt), format(bound, fmt)
    for digits in range(3, 18):
        pair = _figure(value, digits), _figure(bound, digits)
        if pair[0] != pair[1] or value == bound:
            break
    return pair


def _figure(x: float, digits: int) -> str:
    if abs(x) >= 1000:
        return f"{x:,.{max(0, digits - 3)}f}"
    return f"{x:.{digits}g}" if x else "0"


def _record(stated: Claim, path: str) -> None:
    names = ("name", "text", "value", "op", "bound", "against", "attempt", "tolerance", "source", "article")
    entry = {name: getattr(stated, name) for name in names} | {"shift": shift(), "held": stated.held}
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _number(name: str, x: Any) -> float:
    if getattr(x, "ndim", None) == 0 and hasattr(x, "item"):
        x = x.item()  # NumPy and PyTorch scalars
    if isinstance(x, bool) or not isinstance(x, Real) or not math.isfinite(x):
        raise ValueError(f"{name} is {x!r:.60}; it must be one finite number")
    return float(x)


def _words(name: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip() or "\n" in text:
        raise ValueError(f"{name} is {text!r:.60}; it must be one line of text")
    return text


def _slug(name: Any) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"name is {name!r:.60}; it must be small letters, digits and single hyphens")
    return name


def _operator(op: Any) -> str:
    if op not in tuple(OPERATORS):
        raise ValueError(f"op is {op!r:.60}; it must be one of {' '.join(OPERATORS)}")
    return op


def _attempt(attempt: Any) -> int:
    if isinstance(attempt, bool) or not isinstance(attempt, int) or attempt < 1:
        raise ValueError(f"attempt is {attempt!r:.60}; it must be a whole number, 1 or above")
    return attempt


def _format(fmt: Any) -> str | None:
    try:
        format(0.5, fmt or "")
    except (ValueError, TypeError):
        raise ValueError(f"fmt is {fmt!r:.60}; it must be a format for a number, such as '.1%'") from None
    return fmt
