"""The table of the claims: what twenty runs of each said, as docs/claims.csv and the page made from it."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest

from imbalance_lib.claims import Claim, same_size

FIRST, TWENTY = 100, 20
COLUMNS = (
    "lesson", "claim", "text", "source", "article", "op", "bound", "stated", "effect", "spread", "margin",
    "held", "of", "at_least", "attempt", "stamp",
)  # fmt: skip
TRIES = ("first", "second", "third", "fourth", "fifth")

Row = dict[str, str]
Record = dict[str, Any]


def shifts_of(attempt: int) -> range:
    """The twenty seed shifts on which the `attempt`-th wording of a claim is published."""
    return range(FIRST + TWENTY * (attempt - 1), FIRST + TWENTY * attempt)


def slack(record: Record) -> float:
    """How far a recorded claim is on the right side of its bound."""
    return Claim(**{key: value for key, value in record.items() if key not in ("shift", "held")}).slack


def row(lesson: str, stamp: str, records: list[Record], of: int) -> Row:
    """One line of the published table. A run that never reached the claim counts as not held."""
    first = records[0]
    value, bound, against = (np.array([r[key] for r in records]) for key in ("value", "bound", "against"))
    room = np.array([slack(r) for r in records])
    held = sum(bool(r["held"]) for r in records)
    at_least = binomtest(held, of, alternative="greater").proportion_ci(0.95, method="exact").low
    return {
        "lesson": lesson,
        "claim": first["name"],
        "text": first["text"],
        "source": first["source"],
        "article": first["article"] or "",
        "op": first["op"],
        "bound": _text(bound.mean()),
        "stated": _text((bound - against).mean()),
        "effect": _text((value - against).mean()),
        "spread": _text(_sd(value - (bound if first["op"] == "==" else against))),
        "margin": f"{room.mean() / _sd(room):.1f}" if _sd(room) else "exact",
        "held": str(held),
        "of": str(of),
        "at_least": f"{at_least:.3f}",
        "attempt": str(first["attempt"]),
        "stamp": stamp,
    }


def _sd(x: np.ndarray) -> float:
    """The standard deviation over seeds, 0 where the draws differ by rounding only."""
    sd = float(np.std(x, ddof=1)) if len(x) > 1 else 0.0
    return sd if sd > 1e-9 * max(1.0, float(np.abs(x).max())) else 0.0


def _text(x: float) -> str:
    return f"{x:.6g}" if abs(x) > 1e-12 else "0"


def weakness(one: Row) -> str | None:
    """Why a row proves nothing: it did not always hold, or it states another size than was measured."""
    if one["held"] != one["of"]:
        return f"held in {one['held']} of {one['of']}"
    if one["op"] != "==" and not same_size(float(one["stated"]), float(one["effect"])):
        return f"states a size of {one['stated']}, measured is {one['effect']}: over a factor of two apart"
    return None


def read_rows(path: Path) -> list[Row]:
    """The published table; no rows where nothing is published."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def publish(rows: list[Row], docs: Path) -> None:
    """Write docs/claims.csv and the page that is made from it."""
    docs.mkdir(exist_ok=True)
    with (docs / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    (docs / "claims.md").write_text(page(rows), encoding="utf-8")


PAGE = """\
# What the lessons claim, and how often it held

This page and `claims.csv` are made by `make truth`; edit neither. A lesson states its claims as sentences with
figures, and checks them each time it runs. They were written while looking at the seed shifts 0 to 4. Then the lessons
ran on twenty shifts that nobody had looked at, 100 to 119, and this is what came out. A claim that failed there and was
restated is shown on the next unused twenty (120 to 139 for the second try), and says so.

- **Stated** is the bound of the claim, averaged over the draws, and in brackets how far it lies from the value that
  would mean "no effect". **Measured** is how far the measured value lies from there. The two must be within a factor of
  two of each other, so that no claim is loosened until it says nothing. Equalities are exempt.
- **SD** is the standard deviation of the measured effect between draws; for an equality, of the difference.
- **Margin** is the mean distance to the bound in its own standard deviations; *exact* where no draw differs.
- **Held** counts the draws in which it held, and a run that stopped with an error counts as one in which it did not.
  **At least** is the one-sided 95 % lower bound for its share of all draws (Clopper and Pearson, 1934).
"""


def page(rows: list[Row]) -> str:
    """The published table as Markdown."""
    parts = [PAGE]
    for name in dict.fromkeys(r["lesson"] for r in rows):
        parts.append(f"\n## {name.replace('_', ' ')}\n\n| Claim | Stated | Measured | SD | Margin | Held | At least |")
        parts.append("\n|---|---|---|---|---|---|---|\n")
        parts += [_line(r) for r in rows if r["lesson"] == name]
    return "".join(parts)


def _line(r: Row) -> str:
    attempt = int(r["attempt"])
    claim = r["text"]
    if attempt > 1:
        claim += f" ({TRIES[attempt - 1] if attempt <= len(TRIES) else f'{attempt}th'} try)"
    claim += f"<br>Source: {r['source']}"
    if r["article"]:
        claim += f'<br>Usual advice: "{r["article"]}"'
    short = {key: f"{float(r[key]):.3g}" for key in ("bound", "stated", "effect", "spread")}
    size = "" if r["op"] == "==" else f" ({short['stated']})"
    cells = [
        claim, f"`{r['op']} {short['bound']}`{size}", short["effect"], short["spread"],
        r["margin"], f"{r['held']} of {r['of']}", r["at_least"],
    ]  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
