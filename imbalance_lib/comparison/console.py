"""`imbalance compare` as it is seen: what there is to run, how far it is, and what came out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from imbalance_lib.comparison.differences import BASELINE, gain, results
from imbalance_lib.comparison.run import Data, Task
from imbalance_lib.comparison.store import Row, key, newest, read
from imbalance_lib.lines import home

COLUMNS = {
    "average_precision": "average precision",
    "log_loss": "log loss",
    "cost_10_tuned": "cost 1:10, tuned",
    "cost_10_half": "cost 1:10, at 0.5",
    "cost_50_tuned": "cost 1:50, tuned",
}


@contextmanager
def progress(total: int, console: Console) -> Iterator[Callable[[int], None]]:
    """A bar with the time that is left, told from the tasks of this run; without a terminal, a line every tenth."""
    if not console.is_terminal:
        yield _lines(total, console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(elapsed_when_finished=False))  # fmt: skip
    with Progress(*columns, console=console, speed_estimate_period=3600) as bar:
        task = bar.add_task("comparing", total=total)
        begun = False

        def told(done: int) -> None:
            nonlocal begun
            if begun:
                bar.update(task, completed=done)
            else:  # what an earlier run did says nothing about the speed of this one
                bar.reset(task, total=total, completed=done)
                begun = True

        yield told


def _lines(total: int, console: Console) -> Callable[[int], None]:
    last = -1

    def told(done: int) -> None:
        nonlocal last
        tenth = 10 * done // max(total, 1)
        if tenth > last:
            last = tenth
            console.print(f"{done:,} of {total:,} done")

    return told


def mine(rows: Sequence[Row], tasks: Sequence[Task]) -> list[Row]:
    """The stored results of these tasks, as they are now."""
    wanted = {task.key for task in tasks}
    return newest(row for row in rows if key(row) in wanted)


def told_own(table: pd.DataFrame, console: Console) -> None:
    """The figures of one set, by family and strategy, and what they can't say."""
    title = f"{escape(str(table['set'].iloc[0]))}: means over folds and repeats, by cost 1:10 at a tuned threshold"
    shown = Table(title=title, title_justify="left")
    shown.add_column("family", overflow="fold")
    shown.add_column("strategy", overflow="fold", min_width=12)
    there = [name for name in COLUMNS if name in table]
    for name in there:
        shown.add_column(COLUMNS[name], justify="right")
    for family, part in table.groupby("family", sort=False):
        ordered = part.sort_values("cost_10_tuned")
        for k, (_, row) in enumerate(ordered.iterrows()):
            cells = ["" if pd.isna(row[name]) else f"{row[name]:.3f}" for name in there]
            shown.add_row(
                str(family) if k == 0 else "", str(row["strategy"]), *cells, end_section=k == len(ordered) - 1
            )
    console.print(shown)
    console.print(
        "Cost: a miss costs 10 (or 50) false alarms; 1 is as bad as the better of flagging everybody and nobody.\n"
        "One set can't say which strategy is better in general. Run it with --repeats 5: what changes more between\n"
        "repeats than between strategies is chance."
    )


def told_many(table: pd.DataFrame, console: Console) -> None:
    """What each strategy gains over nothing with a tuned threshold, over the sources at hand."""
    shown = Table(title=f"Gain over {BASELINE!r} [95 % interval over sources]; above 0 is better", title_justify="left")
    shown.add_column("strategy")
    measures = {
        "average precision": ("average_precision", None),
        "log loss": ("log_loss", None),
        "cost 1:10, both tuned": ("cost_10_tuned", None),
        "cost 1:10 at 0.5, against nothing tuned": ("cost_10_half", "cost_10_tuned"),
    }
    for title in measures:
        shown.add_column(title, justify="right")
    for strategy in dict.fromkeys(table["strategy"]):
        cells = []
        for measure, than_measure in measures.values():
            try:
                cells.append(str(gain(table, strategy, measure, than_measure=than_measure)))
            except (ValueError, KeyError):
                cells.append("")
        shown.add_row(strategy, *cells)
    n = table["source"].nunique()
    console.print(shown)
    console.print(f"{table['set'].nunique()} sets from {n} source{'s' * (n != 1)}; each source has one vote.")


def summary(rows: Sequence[Row], tasks: Sequence[Task], sources: dict[str, str], own: bool, console: Console) -> bool:
    """The table for what was run, and the failures by name; False if all failed."""
    found = mine(rows, tasks)
    for row in found:
        if "failed" in row:
            console.print(
                f"failed: {row['strategy']} with {row['family']} on {row['set']}: {row['failed']}", markup=False
            )
    if not any("failed" not in row for row in found):
        return False
    table = results(found, sources)
    (told_own if own or table["source"].nunique() == 1 else told_many)(table, console)
    return True


def store_file(given: Path | None) -> Path:
    """Where results are kept unless told otherwise: the user's data folder."""
    store = given if given is not None else home() / "comparison.jsonl"
    if store.is_dir():
        raise ValueError(f"store is {str(store)!r}, a folder; it must be a file")
    if store.exists() and store.stat().st_size and not read(store):
        raise ValueError(f"store is {str(store)!r}; that file holds something else than results, and is left as it is")
    return store


def chosen(asked: str | None, known: Sequence[str], role: str) -> list[str]:
    """Names separated by commas, or all. Raises ValueError for one that is not known."""
    if asked is None:
        return list(known)
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.6)
            few = f"one of {', '.join(known)}" if len(known) < 20 else "a name that --list shows"
            hint = f"did you mean {close[0]!r}?" if close else f"it must be {few}"
            raise ValueError(f"{role} is {name!r}; {hint}")
    if not names:
        raise ValueError(f"{role} is empty; it must be names separated by commas, such as {known[0]}")
    return names


def read_sets(names: Sequence[str], max_rows: int, console: Console) -> dict[str, Data]:
    """The sets by name; reading all takes some seconds."""
    from imbalance_lib import collection

    with console.status(f"Reading {len(names)} sets"):
        return {name: collection.load(name, max_rows) for name in names}


def command(
    file: Path | None, target: str | None, groups: str | None, time: str | None, sets: str | None,
    families: str | None, strategies: str | None, repeats: int, max_rows: int, store: Path | None, jobs: int,
    dask: str | None, names: bool,
) -> int:  # fmt: skip
    """What `imbalance compare` does; the exit status: 0 done, 1 stopped or all failed. Raises ValueError."""
    from imbalance_lib import collection
    from imbalance_lib import strategies as room
    from imbalance_lib.comparison.run import compare, plan

    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 120)  # a file has no edge
    if jobs == 0:
        raise ValueError("jobs is 0; it must be a number of processes, or -1 for one a core")
    if names:
        console.print(f"sets: {', '.join(collection.names())}\n", markup=False)
        console.print(f"families: {', '.join(room.FAMILIES)}\n\nstrategies: {', '.join(room.STRATEGIES)}", markup=False)
        return 0
    kept = store_file(store)
    kinds = chosen(families, list(room.FAMILIES), "families")
    remedies = chosen(strategies, list(room.STRATEGIES), "strategies")
    data, sources = _data(file, target, groups, time, sets, max_rows, console)
    tasks = plan(data, kinds, remedies, repeats)
    if not tasks:
        raise ValueError(f"strategies is {strategies!r}; none of them suits the families {families!r}")
    try:
        with progress(len(tasks), console) as told, _workers(dask):
            compare(data, tasks, kept, jobs=jobs, told=told)
    except KeyboardInterrupt:
        done = len(mine(read(kept), tasks))
        console.print(f"Stopped: {done:,} of {len(tasks):,} are done. The same command goes on from here.")
        return 1
    worked = summary(read(kept), tasks, sources, file is not None, console)
    console.print(f"Results: {kept}", markup=False, soft_wrap=True)
    return 0 if worked else 1


def _data(
    file: Path | None, target: str | None, groups: str | None, time: str | None, sets: str | None, max_rows: int,
    console: Console,
) -> tuple[dict[str, Data], dict[str, str]]:  # fmt: skip
    """The sets to compare on, and the source of each."""
    from imbalance_lib import collection
    from imbalance_lib.comparison.own_file import read_own

    if file is None:
        for role, value in {"target": target, "groups": groups, "time": time}.items():
            if value is not None:
                raise ValueError(f"{role} is {value!r}; it goes with a file of your own: imbalance compare my.csv")
        asked = chosen(sets, collection.names(), "sets")
        return read_sets(asked, max_rows, console), {name: collection.ENTRIES[name].source for name in asked}
    if sets is not None:
        raise ValueError(f"sets is {sets!r}; give either a file or sets of the collection")
    if target is None:
        raise ValueError("target is missing; name the column to predict: imbalance compare my.csv --target churned")
    own = read_own(file, target, groups=groups, time=time, max_rows=max_rows)
    for note in own.notes:
        console.print(note, markup=False)
    return {file.stem: own}, {}


@contextmanager
def _workers(dask: str | None) -> Iterator[None]:
    """The processes at hand, or those of a Dask cluster."""
    if dask is None:
        yield
        return
    import joblib

    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ValueError(
            "dask is given, and the package distributed is not installed: pip install distributed"
        ) from None
    try:
        client = Client(dask, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        raise ValueError(f"dask is {dask!r}; no scheduler answers there ({fault})") from None
    with client, joblib.parallel_config(backend="dask", client=client):
        yield
