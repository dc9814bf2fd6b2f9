"""Advice for a table like yours, from the stored results, with its reasons and its own score."""

import html
from dataclasses import dataclass

import numpy as np
import pandas as pd

from imbalance_lib.comparison.differences import BASELINE, Gain, gain, gains_of, of_votes

NEAREST = 12  # sources that advice rests on
MEASURES = {True: "log_loss", False: "cost_10_tuned"}


@dataclass(frozen=True)
class Advice:
    """What to do, why, and how well such advice did on sources it had not seen."""

    strategy: str
    family: str | None
    measure: str
    gains: dict[str, Gain]  # of each strategy over nothing with a tuned threshold, on the sets below
    sets: tuple[str, ...]  # what it rests on
    score: Gain  # of this way of advising over always "nothing", each source advised without itself

    def __repr__(self) -> str:
        unit = "log loss" if self.measure == "log_loss" else "cost, a miss worth ten false alarms"
        then = "." if self.measure == "log_loss" else ", and tune the threshold inside cross-validation."
        told = [f"Advice: {_title(self.strategy)}{then}"]
        best = self.gains.get(self.strategy)
        if best is None:
            most = max(self.gains, key=lambda name: self.gains[name].mean)
            told.append(
                f"  Why: none of {len(self.gains)} remedies is clearly better on tables like yours ({unit}); "
                f"the best of them, {most}, gains {self.gains[most]}."
            )
        else:
            told.append(f"  Why: on tables like yours it gains {best} ({unit});")
            told.append(f"  it was better in {best.better} of {best.sources} sources.")
        told.append(f"  It rests on: {', '.join(self.sets)}.")
        verdict = {"better": "pays", "worse": "costs", "undecided": "is not shown to pay"}[self.score.verdict]
        if self.score.low == self.score.high == 0:
            verdict = "never differs from 'nothing' here"
        told.append(
            f"  Such advice {verdict}: {self.score} over always 'nothing, tuned', "
            f"on {self.score.sources} sources, each advised without itself."
        )
        return "\n".join(told)

    def _repr_html_(self) -> str:
        return f'<pre style="white-space: pre-wrap">{html.escape(repr(self))}</pre>'


def recommend(
    n_rows: int,
    n_positives: int,
    family: str | None = None,
    needs_probabilities: bool = False,
    table: pd.DataFrame | None = None,
) -> Advice:
    """Which remedy to use for a table of this size and prevalence, from the results on the tables most like it.

    `family` as in `strategies.FAMILIES`, None: whatever the family. With `needs_probabilities` log loss decides, else
    cost at a tuned threshold. A remedy is advised only if its gain over nothing with a tuned threshold is above 0
    with 95 % confidence. `table` takes the place of the stored results. Raises ValueError for numbers that make no
    sense and for a family that was not compared.
    """
    for name, value in {"n_rows": n_rows, "n_positives": n_positives}.items():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise ValueError(f"{name} is {value!r}; it must be a whole number of at least 1")
    if n_positives < 30:
        raise ValueError(f"n_positives is {n_positives}; with fewer than 30 no comparison says anything")
    if n_positives >= n_rows / 2:
        raise ValueError(f"n_positives is {n_positives} of {n_rows} rows; positives must be the rarer class")
    known = _compared(table, family)
    measure = MEASURES[needs_probabilities]
    near = nearest(known, n_rows, n_positives)
    gains = _gains(near, measure)
    return Advice(
        _best(gains), family, measure, gains, tuple(dict.fromkeys(near["set"])), score(known, needs_probabilities)
    )


def score(table: pd.DataFrame, needs_probabilities: bool = False) -> Gain:
    """What advice gains over always "nothing, tuned" where each source is advised from the others alone."""
    measure = MEASURES[needs_probabilities]
    each = {s: gains_of(table, s, measure) for s in table["strategy"].unique()}
    votes, n_sets = [], 0
    for source, mine in table.groupby("source"):
        others = table[table["source"] != source]
        won = []
        for name, rows in mine.groupby("set"):
            like = nearest(others, int(rows["rows"].iloc[0]), int(rows["positives"].iloc[0]))
            chosen = _best(_gains(like, measure))
            real = each[chosen]
            real = real[real.index.get_level_values("set") == name]
            won.append(float(real.mean()) if len(real) else 0.0)
        n_sets += len(won)
        votes.append(float(np.mean(won)))
    return of_votes(np.array(votes), n_sets)


def nearest(table: pd.DataFrame, n_rows: int, n_positives: int) -> pd.DataFrame:
    """The results on the sources most like a table: of each the set nearest in the logs of prevalence and positives."""
    prevalence = np.log10(table["positives"] / table["rows"]) - np.log10(n_positives / n_rows)
    positives = np.log10(table["positives"]) - np.log10(n_positives)
    away = np.hypot(prevalence, positives)
    sets = table.assign(away=away).groupby(["source", "set"], as_index=False)["away"].min().sort_values("away")
    return table[table["set"].isin(sets.drop_duplicates("source")["set"].iloc[:NEAREST])]


def _gains(table: pd.DataFrame, measure: str) -> dict[str, Gain]:
    found = {}
    for strategy in table["strategy"].unique():
        if strategy != BASELINE and not gains_of(table, strategy, measure).empty:
            found[strategy] = gain(table, strategy, measure)
    return found


def _best(gains: dict[str, Gain]) -> str:
    """The clearly better one with the highest lower bound; else nothing."""
    sure = {name: told.low for name, told in gains.items() if told.verdict == "better"}
    return max(sure, key=lambda name: sure[name]) if sure else BASELINE


def _compared(table: pd.DataFrame | None, family: str | None) -> pd.DataFrame:
    from imbalance_lib.comparison.stored import stored

    known = stored() if table is None else table
    families = sorted(known["family"].unique())
    if family is None:
        return known[known["family"] != "isolation-forest"]  # the outsider, which has nothing to be compared with
    if family not in families:
        raise ValueError(f"family is {family!r}; results are there for {', '.join(families)}")
    return known[known["family"] == family]


def _title(strategy: str) -> str:
    from imbalance_lib.strategies import STRATEGIES

    if strategy == BASELINE:
        return "change nothing in training"
    known = STRATEGIES.get(strategy)
    return f"{known.title} ({strategy})" if known else strategy
