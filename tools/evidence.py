"""Writes docs/evidence.md and its pictures from the stored comparison. `make evidence`."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from imbalance_lib.collection import ENTRIES  # noqa: E402
from imbalance_lib.comparison.differences import BASELINE, Gain, gain, of_votes, ranks  # noqa: E402
from imbalance_lib.comparison.picture import gains_by_strategy, gains_picture  # noqa: E402
from imbalance_lib.comparison.recommend import NEAREST, score  # noqa: E402
from imbalance_lib.comparison.store import newest, read  # noqa: E402
from imbalance_lib.comparison.stored import STORE, stored  # noqa: E402
from imbalance_lib.plots import Picture  # noqa: E402
from imbalance_lib.strategies import FAMILIES, STRATEGIES, applicable  # noqa: E402
from tools.advice import advice  # noqa: E402
from tools.evidence_cells import cell, markdown, shown  # noqa: E402

OUTSIDER = "isolation-forest"
SOURCES = len({entry.source for entry in ENTRIES.values()})
MEASURES = {
    "average precision": ("average_precision", None),
    "log loss": ("log_loss", None),
    "cost 1:10, both tuned": ("cost_10_tuned", None),
    "cost 1:50, both tuned": ("cost_50_tuned", None),
    "cost 1:10, both at 0.5": ("cost_10_half", None),
    "cost 1:10 at 0.5, against nothing tuned": ("cost_10_half", "cost_10_tuned"),
    "cost 1:10 at 1/11, against nothing tuned": ("cost_10_theory", "cost_10_tuned"),
}

PAGE = """\
# The evidence

This page is made by `make evidence` from the stored results; do not edit it. To question it: `il.comparison.explore()`
in a notebook, `il.evidence(...)` for a sentence of yours, `imbalance compare` to run it again, or on your own file.

In short:

{short}

{what}

How to read it:

- **Gain** is the difference to the same family with nothing done to the classes and a threshold that was tuned inside
  the training rows. Above 0 is better, for costs and losses too.
- **[low, high]** is a 95 % interval from resampled *sources*: sets that are cuts of one source share one vote. Where it
  holds 0, the evidence does not decide. Where it does not, the gain is **bold** and called *clearly* better or worse.
  {chance}
- **Cost 1:10** is the cost if a miss costs ten false alarms, divided by that of the better of flagging everybody and
  nobody: 0 is perfect, 1 worthless, above 1 worse than that. *Tuned*: at the threshold that was cheapest inside the
  training rows. *At 1/11*: at the one that is right for true probabilities, without tuning.
- Every strategy had the same divisions (3 outer folds, 3 inner; with time, the past trains and the future tests), the
  same three candidates for its family, and the same way to tune its threshold. What the strategies are:
  `print(il.strategies.pipeline("smote", "logistic"))`.
- **Each column has the candidate that did best by it** inside the training rows: log loss is not of a model that was
  picked for its ranking, and the cost at 0.5 not of one that was picked for its probabilities.
- **All families**: within a set the families that ran on it are averaged, within a source its sets. A source whose sets
  differ in prevalence or size stands in more than one column below.
- Balanced bagging averages ten models, which helps by itself. {bagging}
- In the pictures gray dots are sources, a triangle is one beyond the edge, the bar is the interval; orange is clearly
  worse, blue clearly better, black undecided.

## What each strategy gains, over all families

![{alt}](evidence-ranking.png)

{main}

Average rank by average precision, where all strategies of a row ran (1 is best): {ranks}.

![{alt_cost}](evidence-cost.png)

{corrected}

## By family

Gain in average precision:

{by_family}

Gain in cost 1:10, both tuned:

{by_family_cost}

What the family itself does, with nothing else done, on the {shared} sources where all of these ran:

{families}

## By prevalence and by the number of positives

Gain in average precision over the families above:

{by_size}

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

## What more would take

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
    inside = table[table["family"] != OUTSIDER]
    ordered = _ordered(inside)
    return {
        "ranking": gains_picture(
            ordered, "average_precision", title=_finding(ordered, "average_precision", "rank rows"),
            xlabel="gain in average precision over nothing",
        ),
        "cost": gains_picture(
            inside, "cost_10_half", than_measure="cost_10_tuned", title=_finding_half(inside),
            xlabel="gain in cost (1:10) at 0.5, over nothing with a tuned threshold",
        ),
    }  # fmt: skip


def page(table: pd.DataFrame) -> str:
    """The text of docs/evidence.md."""
    inside, drawn = table[table["family"] != OUTSIDER], pictures(table)
    ordered = _ordered(inside)
    parts = dict(
        what=_what(table),
        short=_short(inside),
        alt=drawn["ranking"].alt,
        alt_cost=drawn["cost"].alt,
        shared=len(_shared(inside)),
        families=_by_itself(inside),
        outsider=_outsider(table),
        main=_main(inside),
        ranks=_ranks(ordered),
        corrected=_corrected(inside),
        bagging=_bagging(inside),
        by_family=_by(ordered, "average_precision", _families(ordered)),
        by_family_cost=_by(inside, "cost_10_tuned", _families(inside)),
        by_size=_by(ordered, "average_precision", _sizes(ordered)),
        advice=advice(inside),
        nearest=NEAREST,
        recommend=_recommend(inside),
        thin=_thin(inside),
        more=_more(),
    )
    return PAGE.format(chance=_chance(parts), **parts)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Without the prior corrections, which leave the order of rows as it is: in ranking they are no remedies."""
    return table[~table["strategy"].isin([name for name, one in STRATEGIES.items() if one.corrected])]


def _chance(parts: dict[str, Any]) -> str:
    """How many intervals the page shows, and how many of them chance alone would put beside 0."""
    text = "".join(str(part) for name, part in parts.items() if name not in ("alt", "alt_cost", "short"))
    shown = len(re.findall(r"\[[+-]\d\.\d+, [+-]\d\.\d+\]", text))
    decided = len(re.findall(r"\*\*[+-]\d\.\d+\*\*", text))
    return (
        f"The page shows {shown} intervals, {decided} of them beside 0; if nothing made a difference, about "
        f"{shown / 20:.0f}\n  would be there by chance. They are a little too short where sources are few."
    )


def _corrected(table: pd.DataFrame) -> str:
    """By how much a prior correction, which changes no order, changes the cost at a tuned threshold."""
    tuned = gains_by_strategy(table, "cost_10_tuned")
    pairs = {name: name.removesuffix("-corrected") for name in tuned if name.endswith("-corrected")}
    gap = max(abs(tuned[name].mean - tuned[plain].mean) for name, plain in pairs.items())
    return (
        f"Prior correction leaves the order of rows as it is: in ranking the {len(pairs)} corrected strategies are the "
        f"plain ones, and are left out of its pictures and tables. Their tuned costs differ by up to {gap:.3f} all "
        "the same, since a threshold is tuned on three inner models together, whose scores the correction moves by "
        "different amounts. Smaller gains than that are within the noise of tuning."
    )


def _bagging(table: pd.DataFrame) -> str:
    """Balanced bagging of trees against a forest, the control that tells bagging from balancing."""
    ran = set(table["family"])
    if not {"tree", "forest"} <= ran:
        return "How much plain bagging gains has not been measured."
    wide = table.pivot_table(index=["source", "set"], columns=["family", "strategy"], values="average_precision")
    gains = (wide["tree", "balanced-bagging"] - wide["forest", BASELINE]).dropna()
    told = of_votes(gains.groupby("source").mean().to_numpy(), len(gains))
    return (
        "The control is a plain random forest: over that,\n"
        f"  balanced bagging of trees gains {shown(told)} in average precision."
    )


def _ranks(table: pd.DataFrame) -> str:
    found = ranks(table, "average_precision").dropna()
    return ", ".join(f"`{name}` {rank:.1f}" for name, rank in found.items()) or "none ran everywhere"


def _what(table: pd.DataFrame) -> str:
    rows = newest(read(STORE))
    failed = [row for row in rows if "failed" in row]
    versions = sorted({row["versions"] for row in rows})
    hours = sum(row["seconds"] for row in rows) / 3600
    sets, sources, families = (table[name].unique() for name in ("set", "source", "family"))
    repeats = max(row["repeat"] for row in rows) + 1
    divisions = "one division into folds" if repeats == 1 else f"up to {repeats} divisions into folds"
    lines = [
        f"{len(rows):,} results: {len(sets)} of the {len(ENTRIES)} sets of [the collection](collection.md), "
        f"from {len(sources)} of its {SOURCES} sources; {len(families)} of {len(FAMILIES)} families "
        f"({', '.join(families)}); {table['strategy'].nunique()} strategies; {divisions}; "
        f"{hours:.1f} hours of one core. Each family that ran on a set ran with all strategies that suit it.",
        f"Made with {' / '.join(versions)}.",
    ]
    if failed:
        named = sorted({f"{row['strategy']} with {row['family']} on {row['set']}" for row in failed})
        lines.append(f"Not finished: {'; '.join(named)}.")
    return "\n".join(lines)


def _short(table: pd.DataFrame) -> str:
    """The page in a few sentences."""
    ordered = _ordered(table)
    ranking = _counts(gains_by_strategy(ordered, "average_precision"))
    tuned, dear, told = (
        _counts(gains_by_strategy(table, measure)) for measure in ("cost_10_tuned", "cost_50_tuned", "log_loss")
    )
    families = "; ".join(
        f"{family} {_count(found, 'better')} and {_count(found, 'worse')} of {len(found)}"
        for family in table["family"].unique()
        if (found := gains_by_strategy(table[table["family"] == family], "cost_10_tuned"))
    )
    remedies = table["strategy"].nunique() - 1
    half = gain(table, BASELINE, "cost_10_tuned", than_measure="cost_10_half")
    theory = gain(table, BASELINE, "cost_10_tuned", than_measure="cost_10_theory")
    base = table[table["strategy"] == BASELINE].groupby("source")[["average_precision", "cost_10_tuned"]].mean().mean()
    return f"""\
- **Ranking** (average precision): of {ordered["strategy"].nunique() - 1} remedies {ranking} than doing nothing.
- **Cost 1:10**, every threshold tuned: of {remedies} remedies {tuned}. By family, clearly better and clearly worse: \
{families}.
- **Cost 1:50**, every threshold tuned: {dear}.
- **Probabilities** (log loss): {told}.
- **The threshold** of an untouched model, tuned: gains {shown(half)} of the cost 1:10 over 0.5, and {shown(theory)} \
over 1/11, which needs no tuning.
- For scale: with nothing done, average precision is {base["average_precision"]:.2f} and the cost \
{base["cost_10_tuned"]:.2f} on average."""


def _counts(told: dict[str, Gain]) -> str:
    return f"{_count(told, 'better')} clearly better, {_count(told, 'worse')} clearly worse"


def _shared(table: pd.DataFrame) -> pd.DataFrame:
    """Average precision and cost of each family with nothing done, a line a source where all of them ran."""
    base = table[table["strategy"] == BASELINE]
    wide = base.pivot_table(index=["source", "set"], columns="family", values=["average_precision", "cost_10_tuned"])
    return wide.dropna().groupby("source").mean()


def _by_itself(table: pd.DataFrame) -> str:
    found = _shared(table).mean().unstack(0).sort_values("average_precision", ascending=False)
    rows = [[name, f"{one.average_precision:.3f}", f"{one.cost_10_tuned:.3f}"] for name, one in found.iterrows()]
    return markdown(["family", "average precision", "cost 1:10, tuned"], rows)


def _outsider(table: pd.DataFrame) -> str:
    """The isolation forest, which learns from no label, against each family that does, where both ran."""
    wide = table[table["strategy"] == BASELINE].pivot_table(
        index=["source", "set"], columns="family", values="average_precision"
    )
    if OUTSIDER not in wide:
        return "Isolation forest, which learns from no label, has not been run yet."
    rows = []
    for family in wide.columns.drop(OUTSIDER):
        gains = (wide[OUTSIDER] - wide[family]).dropna()
        told = of_votes(gains.groupby("source").mean().to_numpy(), len(gains))
        rows.append([family, shown(told), f"{told.better} of {told.sources}"])
    return (
        "An isolation forest learns from no label. It is what people reach for when positives are few; here is what "
        "it gains in average precision over models that did see the labels, with nothing done to the classes:\n\n"
    ) + markdown(["over", "gain in average precision", "better in"], rows)


def _count(told: dict[str, Gain], verdict: str) -> int:
    return sum(gain.verdict == verdict for gain in told.values())


def _main(table: pd.DataFrame) -> str:
    order = ["nothing", *gains_by_strategy(table, "average_precision")]
    rows = []
    for strategy in order:
        cells = [
            "" if strategy == "nothing" and than is None else cell(table, strategy, measure, than)
            for measure, than in MEASURES.values()
        ]
        sources = str(table[table["strategy"] == strategy]["source"].nunique())
        rows.append([f"{STRATEGIES[strategy].title} (`{strategy}`)", *cells, sources])
    return markdown(["strategy", *MEASURES, "sources"], rows)


def _families(table: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: table["family"] == name for name in table["family"].unique()}


def _sizes(table: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        "prevalence under 3 %": table["prevalence"] < 0.03,
        "3 to 6 %": table["prevalence"].between(0.03, 0.06),
        "over 6 %": table["prevalence"] > 0.06,
        "under 100 positives": table["positives"] < 100,
        "100 or more": table["positives"] >= 100,
    }


def _by(table: pd.DataFrame, measure: str, parts: dict[str, pd.Series]) -> str:
    names = list(gains_by_strategy(table, measure))
    heads = [f"{name} ({table[mask]['source'].nunique()} sources)" for name, mask in parts.items()]
    rows = [[f"`{name}`", *(cell(table[mask], name, measure) for mask in parts.values())] for name in names]
    return markdown(["strategy", *heads], rows)


def _finding(table: pd.DataFrame, measure: str, does: str) -> str:
    told = gains_by_strategy(table, measure)
    better, worse = (_count(told, verdict) for verdict in ("better", "worse"))
    return f"Of {len(told)} remedies {better} {does} better than nothing, {worse} worse, the rest undecided"


def _finding_half(table: pd.DataFrame) -> str:
    told = gains_by_strategy(table, "cost_10_half", "cost_10_tuned")
    better, worse = (_count(told, verdict) for verdict in ("better", "worse"))
    return f"At 0.5, {worse} of {len(told)} cost more than nothing with a tuned threshold, {better} less"


def _recommend(table: pd.DataFrame) -> str:
    lines = []
    asked: list[tuple[str, Callable[[], Gain]]] = [
        ("cost 1:10 at a tuned threshold", lambda: score(table)),
        ("log loss, where probabilities are needed", lambda: score(table, needs_probabilities=True)),
    ]
    for name, ask in asked:
        told = ask()
        word = {"better": "it pays", "worse": "it costs", "undecided": "not shown to pay"}[told.verdict]
        if told.low == told.high == 0:
            word = "it never advised a remedy"
        lines.append(f"- {name}: gain {shown(told)} over {told.sources} sources: {word}.")
    return "\n".join(lines)


def _thin(table: pd.DataFrame) -> str:
    missing = [name for name in FAMILIES if name not in set(stored()["family"])]
    lines = []
    if missing:
        lines.append(f"- Families not run yet: {', '.join(missing)}.")
    told = gains_by_strategy(_ordered(table), "average_precision")
    undecided = [name for name, g in told.items() if g.verdict == "undecided"]
    if undecided:
        lines.append(f"- Average precision does not decide on {', '.join(f'`{n}`' for n in undecided)}.")
    small = int((table.groupby("set")["positives"].first() < 60).sum())
    lines.append(
        f"- {small} of {table['set'].nunique()} sets have fewer than 60 positives: their figures swing by themselves."
    )
    lines.append("- No set has more than 4,000 rows here, and none is of images or text.")
    lines.append("- Weights by cost (ten to one) are not among the strategies; all weights here balance the classes.")
    lines.append("- Three candidates a family are few; the same for all, but not all that a specialist would try.")
    return "\n".join(lines)


def _more() -> str:
    """The price of a thousand sets, from what these took."""
    rows = pd.DataFrame(read(STORE))
    each = rows.groupby("family")["seconds"].mean()
    suited = pd.Series([family for _, family in applicable()]).value_counts()
    known = [name for name in each.index if name in suited]
    hours = 1_000 * 2 * sum(each[name] * suited[name] for name in known) / 3600
    prices = ", ".join(f"{name} {each[name]:.1f} s" for name in known)
    return (
        f"One result (a family with a strategy on a set, one division into folds: up to {rows['fits'].max():.0f} fits) "
        f"took on average: {prices}. A thousand sets like these, with these families, all strategies and two "
        f"divisions, would take {hours:,.0f} hours of one core: {hours / 100:,.1f} hours on a hundred. Results are "
        "independent and a few hundred bytes each, so a Dask cluster (`--dask ADDRESS`) shares them out without more "
        "to say; `make bench` says what that costs beside joblib."
    )


if __name__ == "__main__":
    main()
