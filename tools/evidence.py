"""Writes docs/evidence.md and its pictures from the stored comparison. `make evidence`."""

import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from imbalance_lib.comparison.picture import gains_by_strategy, gains_picture  # noqa: E402
from imbalance_lib.comparison.recommend import NEAREST  # noqa: E402
from imbalance_lib.comparison.stored import stored  # noqa: E402
from imbalance_lib.plots import Picture  # noqa: E402
from tools import evidence_parts as parts_of  # noqa: E402
from tools.advice import advice  # noqa: E402

PAGE = """\
# The evidence

This page is made by `make evidence` from the stored results; do not edit it. To question it: `il.comparison.explore()`
in a notebook, `il.evidence(...)` for a sentence of yours, `imbalance compare` to run it again, or on your own file.

In short:

{short}

![{alt}](evidence-ranking.png)

How to read it:

- **Gain** is the difference to the same family with nothing done to the classes; above 0 is better, for costs and
  losses too. Of a cost, the heading says which threshold each side used: *tuned* is the one that was cheapest inside
  the training rows, *1/11* the one that is right for true probabilities if a miss costs ten false alarms.
- **[low, high]** is a 95 % interval from resampled *sources*: sets that are cuts of one source share one vote. Where it
  holds 0, the evidence does not decide. Where it does not, the gain is **bold** and called *clearly* better or worse.
  {chance}
- **Cost 1:10** is the cost if a miss costs ten false alarms, divided by that of the better of flagging everybody and
  nobody: 0 is perfect, 1 worthless, above 1 worse than that.
- Every strategy had the same divisions (3 outer folds, 3 inner; with time, the past trains and the future tests), the
  same three settings to choose from for its family, and the same way to tune its threshold. **Settings are chosen
  inside the training rows, for each column by the measure of that column.**
- **All families**: within a set the families that ran on it are averaged, within a source its sets. A source whose sets
  differ in prevalence or size stands in more than one column below.
- Balanced bagging averages ten models, which helps by itself. {bagging}
- No set has more than 4,000 rows, and no strategy weighs by cost (ten to one): all weights here balance the classes.
- In the pictures gray dots are sources, a triangle is one or more beyond the edge, the bar is the interval; orange is
  clearly worse, blue clearly better, black undecided.

The strategies (`print(il.strategies.pipeline("smote", "logistic"))` shows one in full):

{glossary}

## What each strategy gains, over all families

{main}

Average rank by average precision, where all strategies of a row ran (1 is best): {ranks}.

{corrected}

## What the threshold does

Gain in cost 1:10 where no threshold is tuned, or only that of doing nothing:

![{alt_cost}](evidence-cost.png)

{untuned}

What a tuned threshold gains for a model with nothing else done:

{thresholds}

## By family

Gain in average precision:

{by_family}

Gain in cost 1:10, both tuned:

{by_family_cost}

Gain in cost 1:50, both tuned:

{by_family_dear}

What the family itself does, with nothing else done, on the {shared} sources where all of these ran:

{families}

## By prevalence and by the number of positives

Gain in average precision over the families above:

{by_size}

Gain in cost 1:10, both tuned:

{by_size_cost}

## An outsider

{outsider}

## The usual table of advice, row by row

{advice}

## Does following the evidence pay?

`il.recommend(n_rows, n_positives, ...)` looks at the {nearest} most similar sources, and advises a remedy only if it is
clearly better there. Scored on each source without that source, against always advising "nothing, tuned threshold":

{recommend}

## Where the evidence is thin

{thin}

## What was run, and what more would take

{what}

{more}
"""


def main() -> None:
    """Write the page and the pictures."""
    table = stored()
    for name, picture in pictures(table).items():
        (ROOT / "docs" / f"evidence-{name}.png").write_bytes(picture.png())
    (ROOT / "docs" / "evidence.md").write_text(page(table), encoding="utf-8")


def pictures(table: pd.DataFrame) -> dict[str, Picture]:
    """The static pictures of the page."""
    inside = table[table["family"] != parts_of.OUTSIDER]
    plain = parts_of.ordered(inside)
    return {
        "ranking": gains_picture(
            plain, "average_precision", title=_finding(plain), xlabel="gain in average precision over nothing",
        ),
        "cost": gains_picture(
            inside, "cost_10_half", than_measure="cost_10_tuned", title=_finding_half(inside),
            xlabel="gain in cost (1:10) at 0.5, over nothing with a tuned threshold",
        ),
    }  # fmt: skip


def page(table: pd.DataFrame) -> str:
    """The text of docs/evidence.md."""
    inside, drawn = table[table["family"] != parts_of.OUTSIDER], pictures(table)
    plain = parts_of.ordered(inside)
    families, sizes = parts_of.families(inside), parts_of.sizes(inside)
    parts = dict(
        short=parts_of.short(inside),
        alt=drawn["ranking"].alt,
        alt_cost=drawn["cost"].alt,
        bagging=parts_of.bagging(inside),
        glossary=parts_of.glossary(inside),
        main=parts_of.main_table(inside, parts_of.TUNED),
        untuned=parts_of.main_table(inside, parts_of.UNTUNED),
        ranks=parts_of.average_ranks(plain),
        corrected=parts_of.corrected(inside),
        thresholds=parts_of.thresholds(inside),
        by_family=parts_of.by(plain, "average_precision", parts_of.families(plain)),
        by_family_cost=parts_of.by(inside, "cost_10_tuned", families),
        by_family_dear=parts_of.by(inside, "cost_50_tuned", families),
        shared=len(parts_of.shared(inside)),
        families=parts_of.by_itself(inside),
        by_size=parts_of.by(plain, "average_precision", parts_of.sizes(plain)),
        by_size_cost=parts_of.by(inside, "cost_10_tuned", sizes),
        outsider=parts_of.outsider(table),
        advice=advice(inside),
        nearest=NEAREST,
        recommend=parts_of.recommended(inside),
        thin=parts_of.thin(inside),
        what=parts_of.what(table),
        more=parts_of.more(),
    )
    return PAGE.format(chance=_chance(parts), **parts)


def _chance(parts: dict[str, Any]) -> str:
    """How many intervals the page shows, and how many of them chance alone would put beside 0."""
    text = "".join(str(part) for name, part in parts.items() if name not in ("alt", "alt_cost", "short"))
    shown = len(re.findall(r"\[[+-]\d\.\d+, [+-]\d\.\d+\]", text))
    decided = len(re.findall(r"\*\*[+-]\d\.\d+\*\*", text))
    return (
        f"The page shows {shown} intervals; {decided} of them exclude 0, and if nothing made a difference, about "
        f"{shown / 20:.0f}\n  would. They are a little too short where sources are few."
    )


def _finding(table: pd.DataFrame) -> str:
    known = gains_by_strategy(table, "average_precision")
    better, worse = (parts_of.count(known, verdict) for verdict in ("better", "worse"))
    ranks = f"{better or 'none'} {'rank' if better > 1 else 'ranks'}"
    return f"Of {len(known)} remedies {ranks} rows better than nothing, {worse} worse, the rest undecided"


def _finding_half(table: pd.DataFrame) -> str:
    known = gains_by_strategy(table, "cost_10_half", "cost_10_tuned")
    better, worse = (parts_of.count(known, verdict) for verdict in ("better", "worse"))
    fewer = f", {better} less" if better else ""
    return f"At 0.5, {worse} of {len(known)} cost more than nothing with a tuned threshold{fewer}"


if __name__ == "__main__":
    main()
