"""The sections of docs/evidence.md, from a table of results."""

from collections.abc import Callable

import pandas as pd

from imbalance_lib.collection import ENTRIES
from imbalance_lib.comparison.differences import BASELINE, Gain, gain, of_votes, ranks
from imbalance_lib.comparison.picture import gains_by_strategy
from imbalance_lib.comparison.recommend import score
from imbalance_lib.comparison.store import newest, read
from imbalance_lib.comparison.stored import STORE, stored
from imbalance_lib.strategies import FAMILIES, STRATEGIES, applicable
from tools.evidence_cells import cell, markdown, shown, told

OUTSIDER = "isolation-forest"
SOURCES = len({entry.source for entry in ENTRIES.values()})
TUNED = {
    "average precision": ("average_precision", None),
    "log loss": ("log_loss", None),
    "cost 1:10, both tuned": ("cost_10_tuned", None),
    "cost 1:50, both tuned": ("cost_50_tuned", None),
}
UNTUNED = {
    "both at 0.5": ("cost_10_half", None),
    "at 0.5, against nothing tuned": ("cost_10_half", "cost_10_tuned"),
    "at 1/11, against nothing tuned": ("cost_10_theory", "cost_10_tuned"),
}


def short(table: pd.DataFrame) -> str:
    """The page in a few sentences, the advice first."""
    plain = ordered(table)
    ranking, tuned, dear, loss = (
        gains_by_strategy(part, measure)
        for part, measure in (
            (plain, "average_precision"), (table, "cost_10_tuned"), (table, "cost_50_tuned"), (table, "log_loss"),
        )
    )  # fmt: skip
    half, theory = (_threshold(table, 10, at) for at in ("half", "theory"))
    base = table[table["strategy"] == BASELINE].groupby("source")[["average_precision", "cost_10_tuned"]].mean().mean()
    corrected = len(tuned) - len(ranking)
    some = [name for name, one in dear.items() if one.verdict == "better"]
    return f"""\
- {_so(table, ranking, tuned, half)}
- **Ranking** (average precision): of {len(ranking)} remedies {_counts(ranking)} than doing nothing (the {corrected} \
with prior correction rank as the plain ones). By family, better and worse: {_by_family(plain, "average_precision")}.
- **Cost 1:10** (a miss costs ten false alarms), every threshold tuned: of {len(tuned)} remedies {_counts(tuned)}. By \
family, better and worse: {_by_family(table, "cost_10_tuned")}.
- **Cost 1:50**, which says what a miss costs, not how rare positives are: {_counts(dear)}\
{f" ({_named(some)})" if some else ""}. By family: {_by_family(table, "cost_50_tuned")}.
- **Probabilities** (log loss): {_counts(loss)}.
- **The threshold** of an untouched model, tuned: gains {shown(half)} of the cost 1:10 over 0.5, and {shown(theory)} \
over 1/11, which needs no tuning.
- For scale: with nothing done, average precision is {base["average_precision"]:.2f} and the cost \
{base["cost_10_tuned"]:.2f} on average. At 2 % positives, flagging nobody costs 200 false alarms in 1,000 rows; a gain \
of {half.mean:.3f} saves {200 * half.mean:.0f} of them."""


def _so(table: pd.DataFrame, ranking: dict[str, Gain], tuned: dict[str, Gain], half: Gain) -> str:
    """What follows for somebody who has to begin."""
    threshold = " and set the threshold" if half.verdict == "better" else ""
    ranks, costs = ([n for n, one in known.items() if one.verdict == "better"] for known in (ranking, tuned))
    each = "; ".join(f"{name} by family: {_verdicts(table, name, 'average_precision')}" for name in ranks)
    if costs or ranks:
        gains = f"{_named(costs) or 'no remedy'} gains over that in cost 1:10, and {_named(ranks) or 'none'} in ranking"
    else:
        gains = "no remedy gains over that, in cost 1:10 or in ranking"
    return (
        f"**So**: begin with the classes as they are{threshold}. Over all families {gains}"
        f"{f' ({each})' if each else ''}. Whether one does on your data, `imbalance compare FILE` tells."
    )


def _verdicts(table: pd.DataFrame, strategy: str, measure: str) -> str:
    known = {family: told(table[mask], strategy, measure) for family, mask in families(table).items()}
    return ", ".join(f"{family} {one.verdict}" for family, one in known.items() if one is not None)


def _by_family(table: pd.DataFrame, measure: str) -> str:
    parts = {name: gains_by_strategy(table[table["family"] == name], measure) for name in table["family"].unique()}
    return "; ".join(
        f"{name} {count(one, 'better')} and {count(one, 'worse')} of {len(one)}" for name, one in parts.items()
    )


def _named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _threshold(table: pd.DataFrame, ratio: int, at: str) -> Gain:
    """What a tuned threshold gains for a model with nothing done, over another one."""
    return gain(table, BASELINE, f"cost_{ratio}_tuned", than_measure=f"cost_{ratio}_{at}")


def thresholds(table: pd.DataFrame) -> str:
    """The same by family."""
    asked = {"1:10, over 0.5": (10, "half"), "1:10, over 1/11": (10, "theory"), "1:50, over 1/51": (50, "theory")}
    rows = [
        [name, *(shown(_threshold(table[table["family"] == name], *one)) for one in asked.values())]
        for name in table["family"].unique()
    ]
    return markdown(["family", *asked], rows)


def glossary(table: pd.DataFrame) -> str:
    """What each strategy does."""
    ran = set(table["strategy"])
    rows = [[f"`{one.name}`", one.title, one.does] for one in STRATEGIES.values() if one.name in ran]
    return markdown(["name", "strategy", "what it does"], rows).replace("---:|", "---|")


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Without the prior corrections, which leave the order of rows as it is: in ranking they are no remedies."""
    return table[~table["strategy"].isin([name for name, one in STRATEGIES.items() if one.corrected])]


def corrected(table: pd.DataFrame) -> str:
    """By how much a prior correction, which changes no order, changes the cost at a tuned threshold."""
    parts = [table, *(table[table["family"] == name] for name in table["family"].unique())]
    gaps = []
    for part in parts:
        known = gains_by_strategy(part, "cost_10_tuned")
        pairs = {name: name.removesuffix("-corrected") for name in known if name.endswith("-corrected")}
        gaps.append(max((abs(known[name].mean - known[plain].mean) for name, plain in pairs.items()), default=0.0))
    return (
        "Prior correction leaves the order of rows as it is: in ranking the corrected strategies are the plain ones, "
        f"and are not shown. Their tuned costs differ all the same, by up to {gaps[0]:.3f} over all families and "
        f"{max(gaps[1:]):.3f} within one, since a threshold is tuned on three inner models together, whose scores the "
        "correction moves by different amounts. Smaller gains than that are within the noise of tuning."
    )


def bagging(table: pd.DataFrame) -> str:
    """Balanced bagging of trees against a forest, the control that tells bagging from balancing."""
    ran = set(table["family"])
    if not {"tree", "forest"} <= ran:
        return "How much plain bagging gains has not been measured."
    wide = table.pivot_table(index=["source", "set"], columns=["family", "strategy"], values="average_precision")
    gains = (wide["tree", "balanced-bagging"] - wide["forest", BASELINE]).dropna()
    known = of_votes(gains.groupby("source").mean().to_numpy(), len(gains))
    return (
        "The control is a plain random forest: over that,\n"
        f"  balanced bagging of trees gains {shown(known)} in average precision."
    )


def average_ranks(table: pd.DataFrame) -> str:
    """Average ranks, the best first."""
    found = ranks(table, "average_precision").dropna()
    return ", ".join(f"`{name}` {rank:.1f}" for name, rank in found.items()) or "none ran everywhere"


def what(table: pd.DataFrame) -> str:
    """What was run, with which versions."""
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


def _counts(known: dict[str, Gain]) -> str:
    return f"{count(known, 'better')} clearly better, {count(known, 'worse')} clearly worse"


def shared(table: pd.DataFrame) -> pd.DataFrame:
    """Average precision and cost of each family with nothing done, a line a source where all of them ran."""
    base = table[table["strategy"] == BASELINE]
    wide = base.pivot_table(index=["source", "set"], columns="family", values=["average_precision", "cost_10_tuned"])
    return wide.dropna().groupby("source").mean()


def by_itself(table: pd.DataFrame) -> str:
    """What each family does with nothing done."""
    found = shared(table).mean().unstack(0).sort_values("average_precision", ascending=False)
    rows = [[name, f"{one.average_precision:.3f}", f"{one.cost_10_tuned:.3f}"] for name, one in found.iterrows()]
    return markdown(["family", "average precision", "cost 1:10, tuned"], rows)


def outsider(table: pd.DataFrame) -> str:
    """The isolation forest, which learns from no label, against each family that does, where both ran."""
    wide = table[table["strategy"] == BASELINE].pivot_table(
        index=["source", "set"], columns="family", values="average_precision"
    )
    if OUTSIDER not in wide:
        return "Isolation forest, which learns from no label, has not been run yet."
    rows = []
    for family in wide.columns.drop(OUTSIDER):
        gains = (wide[OUTSIDER] - wide[family]).dropna()
        known = of_votes(gains.groupby("source").mean().to_numpy(), len(gains))
        rows.append([family, shown(known), f"{known.better} of {known.sources}"])
    return (
        "An isolation forest learns from no label. It is what people reach for when positives are few; here is what "
        "it gains in average precision over models that did see the labels, with nothing done to the classes:\n\n"
    ) + markdown(["over", "gain in average precision", "better in"], rows)


def count(known: dict[str, Gain], verdict: str) -> int:
    """How many gains have this verdict."""
    return sum(one.verdict == verdict for one in known.values())


def main_table(table: pd.DataFrame, measures: dict[str, tuple[str, str | None]]) -> str:
    """A line a strategy, over all families."""
    rows = []
    for strategy in [BASELINE, *gains_by_strategy(table, "average_precision")]:
        cells = []
        for measure, than in measures.values():
            same = strategy == BASELINE and than is None
            as_plain = measure == "average_precision" and STRATEGIES[strategy].corrected
            cells.append("" if same or as_plain else cell(table, strategy, measure, than))
        if any(cells):
            rows.append([f"{STRATEGIES[strategy].title} (`{strategy}`)", *cells])
    return markdown(["strategy", *measures], rows)


def families(table: pd.DataFrame) -> dict[str, pd.Series]:
    """The lines of each family."""
    return {name: table["family"] == name for name in table["family"].unique()}


def sizes(table: pd.DataFrame) -> dict[str, pd.Series]:
    """The lines by prevalence and by the number of positives."""
    return {
        "prevalence under 3 %": table["prevalence"] < 0.03,
        "3 to 6 %": table["prevalence"].between(0.03, 0.06),
        "over 6 %": table["prevalence"] > 0.06,
        "under 100 positives": table["positives"] < 100,
        "100 or more": table["positives"] >= 100,
    }


def by(table: pd.DataFrame, measure: str, parts: dict[str, pd.Series]) -> str:
    """A line a strategy, a column for each part of the table."""
    names = list(gains_by_strategy(table, measure))
    heads = [f"{name} ({table[mask]['source'].nunique()} sources)" for name, mask in parts.items()]
    rows = [[f"`{name}`", *(cell(table[mask], name, measure) for mask in parts.values())] for name in names]
    return markdown(["strategy", *heads], rows)


def recommended(table: pd.DataFrame) -> str:
    """Whether following the evidence pays."""
    lines = []
    asked: list[tuple[str, Callable[[], Gain]]] = [
        ("cost 1:10 at a tuned threshold", lambda: score(table)),
        ("log loss, where probabilities are needed", lambda: score(table, needs_probabilities=True)),
    ]
    for name, ask in asked:
        known = ask()
        word = {"better": "it pays", "worse": "it costs", "undecided": "not shown to pay"}[known.verdict]
        if known.low == known.high == 0:
            word = "it never advised a remedy"
        lines.append(f"- {name}: gain {shown(known)} over {known.sources} sources: {word}.")
    return "\n".join(lines)


def thin(table: pd.DataFrame) -> str:
    """Where the evidence does not reach."""
    missing = [name for name in FAMILIES if name not in set(stored()["family"])]
    lines = []
    if missing:
        lines.append(f"- Families not run yet: {', '.join(missing)}.")
    for name, one in gains_by_strategy(ordered(table), "average_precision").items():
        if one.verdict == "undecided":
            each = _verdicts(table, name, "average_precision")
            lines.append(f"- Over all families average precision does not decide on `{name}`; by family: {each}.")
    small = int((table.groupby("set")["positives"].first() < 60).sum())
    lines.append(
        f"- {small} of {table['set'].nunique()} sets have fewer than 60 positives: their figures swing by themselves."
    )
    lines.append(
        "- No set has more than 4,000 rows here: nothing here tests advice for large data. None is of images or text."
    )
    lines.append("- Weights by cost (ten to one) are not among the strategies; all weights here balance the classes.")
    lines.append("- Three candidates a family are few; the same for all, but not all that a specialist would try.")
    return "\n".join(lines)


def more() -> str:
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
        "independent and under a kilobyte each, so a Dask cluster (`--dask ADDRESS`) shares them out without more "
        "to say; `make bench` says what that costs beside joblib."
    )
