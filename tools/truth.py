"""Run every lesson on seeds nobody looked at, and publish how often its claims held: `make truth`.

    python tools/truth.py [--shifts 0-4] [--only 01 ...] [--jobs 2]

Claims are developed on seed shifts 0 to 4 (`--shifts 0-4` shows them and publishes nothing) and published on 100
to 119; a claim that failed there and was restated carries `attempt=2` and is published on 120 to 139, and so on.
Each run of a lesson is kept in .truth/ until its code, or a room of the library that it loads, changes. So a stopped
run goes on where it was.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from tools.stamp import ROOT, Written, claims_written, code_stamp, lessons, library_rooms, read
from tools.store import execute, faults
from tools.table import Record, Row, publish, read_rows, row, shifts_of, weakness


@dataclass(frozen=True)
class Lesson:
    """A lesson as it stands now: its claims, the stamp of its code, and the folder that keeps its runs."""

    path: Path
    stamp: str
    claims: list[Written]
    runs: Path

    @property
    def name(self) -> str:
        return self.path.stem

    def run(self, shift: int) -> Path:
        """The file that keeps what the claims said at this shift."""
        return self.runs / f"{shift}.jsonl"

    def shifts(self) -> list[int]:
        """The shifts its claims are published on: a twenty for each attempt."""
        attempts = sorted({claim.attempt for claim in self.claims if claim.attempt})
        return [shift for attempt in attempts for shift in shifts_of(attempt)]


def open_lesson(path: Path, root: Path) -> Lesson:
    """Read a lesson; its runs are kept by the stamp of its code."""
    nb = read(path)
    stamp = code_stamp(nb)
    return Lesson(path, stamp, claims_written(nb), root / ".truth" / path.stem / stamp)


# --- running ----------------------------------------------------------------------------------------------


LAST_CELL = """\
import os, sys
files = [getattr(m, "__file__", None) for name, m in sys.modules.items() if name.split(".")[0] == "imbalance_lib"]
with open(os.environ["IMBALANCE_TRUTH"] + ".rooms", "w") as file:
    file.write("\\n".join(filter(None, files)))
"""


def run_shift(lesson: Lesson, shift: int) -> str | None:
    """Run a lesson at one shift and keep what its claims said; a sentence if there is nothing to keep.

    An error of the notebook is kept: it belongs to the lesson. A dead kernel is not, nor a run in which the
    lesson or a room it loads was edited.
    """
    nb = read(lesson.path)
    stamp, before = code_stamp(nb), library_rooms()
    nb.cells.append(new_code_cell(LAST_CELL))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "claims.jsonl"
        log.touch()
        try:
            execute(nb, lesson.path.parent, IMBALANCE_SEED_SHIFT=str(shift), IMBALANCE_TRUTH=str(log))
        except (DeadKernelError, CellTimeoutError) as error:
            return f"{lesson.name} at shift {shift} did not end: {str(error).strip().splitlines()[0]}"
        said = log.read_text(encoding="utf-8")
        loaded = log.with_name("claims.jsonl.rooms")
        files = [Path(text) for text in loaded.read_text().splitlines()] if loaded.exists() else []
    used = {path.relative_to(ROOT / "imbalance_lib").as_posix() for path in files} or set(before)
    rooms = {name: mark for name, mark in before.items() if name in used}
    if stamp != lesson.stamp or not rooms.items() <= library_rooms().items():
        return f"{lesson.name} or the library was edited while it ran at shift {shift}"
    lines = [{"rooms": rooms}] + [{"error": fault} for fault in faults(nb) if "wrote to stderr" not in fault]
    lesson.runs.mkdir(parents=True, exist_ok=True)
    unfinished = lesson.run(shift).with_suffix(".unfinished")
    unfinished.write_text("".join(json.dumps(line) + "\n" for line in lines) + said, encoding="utf-8")
    os.replace(unfinished, lesson.run(shift))
    return None


def lines_of(lesson: Lesson, shift: int) -> list[Record]:
    """What is kept of a run: the rooms it loaded, its error if there was one, and a record for each claim."""
    return [json.loads(line) for line in lesson.run(shift).read_text(encoding="utf-8").splitlines()]


def is_kept(lesson: Lesson, shift: int, rooms: dict[str, str]) -> bool:
    """Was this run made by the library as it is now?"""
    return lesson.run(shift).exists() and lines_of(lesson, shift)[0]["rooms"].items() <= rooms.items()


def run_all(tasks: list[tuple[Lesson, int]], jobs: int, console: Console) -> list[str]:
    """Run what is not kept yet, and bring what went wrong."""
    rooms = library_rooms()
    missing = [(lesson, shift) for lesson, shift in tasks if not is_kept(lesson, shift, rooms)]
    console.print(f"{len(tasks)} runs wanted, {len(tasks) - len(missing)} of them kept from before")
    found = []
    with Progress(console=console) as progress:
        bar = progress.add_task("lessons", total=len(missing))
        work = (delayed(run_shift)(lesson, shift) for lesson, shift in missing)
        for sentence in Parallel(n_jobs=jobs, return_as="generator_unordered")(work):
            found += [sentence] if sentence else []
            progress.advance(bar)
    return found


# --- the figures ------------------------------------------------------------------------------------------


def kept(lesson: Lesson, shifts: Iterable[int]) -> tuple[dict[str, list[Record]], list[str]]:
    """The records of each claim over these shifts, and what is wrong with the runs."""
    said: dict[str, list[Record]] = {}
    wrong = []
    for shift in shifts:
        lines = lines_of(lesson, shift)
        wrong += [f"{lesson.name} at shift {shift}, {line['error']}" for line in lines if "error" in line]
        for record in [line for line in lines if "name" in line]:
            said.setdefault(record["name"], []).append(record)
    for name, records in list(said.items()):
        if max(Counter(record["shift"] for record in records).values()) > 1:
            wrong.append(f"{lesson.name} states the claim {name!r} more than once in a run")
            del said[name]
    return said, wrong


def rows_of(lesson: Lesson, shifts: list[int] | None = None) -> tuple[list[Row], list[str]]:
    """The lesson's part of the table, and what is wrong with it; `shifts` stand in for the published ones."""
    rows, wrong = [], []
    if any(None in (claim.name, claim.text, claim.attempt) for claim in lesson.claims):
        wrong.append(f"{lesson.name}: name, text and attempt of a claim must be written out in its call")
    for attempt in sorted({claim.attempt for claim in lesson.claims if claim.attempt}):
        block = shifts or list(shifts_of(attempt))
        said, complaints = kept(lesson, block)
        wrong += [sentence for sentence in complaints if sentence not in wrong]
        for claim in lesson.claims:
            if claim.attempt == attempt and claim.name in said:
                rows.append(row(lesson.name, lesson.stamp, said[claim.name], len(block)))
            elif claim.attempt == attempt and claim.name:
                wrong.append(f"{lesson.name}: no run reached the claim {claim.name!r}")
    order = [claim.name for claim in lesson.claims]
    return sorted(rows, key=lambda r: order.index(r["claim"])), wrong


# --- the rules --------------------------------------------------------------------------------------------


def spent(lesson: Lesson, published: list[Row]) -> list[str]:
    """Claims that failed on a twenty which they would now use again, although the lesson was rewritten."""
    failed = {
        (r["claim"], int(r["attempt"]))
        for r in published
        if r["lesson"] == lesson.name and r["stamp"] != lesson.stamp and r["held"] != r["of"]
    }
    return [
        f"{lesson.name}: the claim {name!r} failed on shifts {shifts_of(attempt)[0]} to {shifts_of(attempt)[-1]}; "
        f"restated, it needs attempt={attempt + 1} and unseen shifts"
        for name, attempt in sorted(failed & {(c.name, c.attempt) for c in lesson.claims if c.name and c.attempt})
    ]


def show(rows: list[Row], console: Console) -> None:
    """Print the rows, with what is weak about them."""
    table = Table("claim", "stated", "measured", "SD", "margin", "held", "")
    for r in rows:
        weak = weakness(r)
        cells = (f"{r['lesson'][:2]} {r['claim']}", f"{r['op']} {r['bound']} ({r['stated']})", r["effect"], r["spread"])
        table.add_row(*map(escape, cells), r["margin"], f"{r['held']}/{r['of']}", escape(weak or "ok"))
    console.print(table)


# --- the whole --------------------------------------------------------------------------------------------


def measure(root: Path, only: list[str], shifts: list[int] | None, jobs: int, console: Console) -> int:
    """Run, summarize, and publish unless `shifts` were asked for; 0 where every claim stands."""
    docs = root / "docs"
    published = read_rows(docs / "claims.csv")
    every = [open_lesson(path, root) for path in lessons(root)]
    chosen = [lesson for lesson in every if not only or lesson.name.startswith(tuple(only))]
    wrong = [] if shifts else [sentence for lesson in chosen for sentence in spent(lesson, published)]
    chosen = [lesson for lesson in chosen if shifts or not spent(lesson, published)]

    tasks = [(lesson, shift) for lesson in chosen if lesson.claims for shift in shifts or lesson.shifts()]
    wrong += run_all(tasks, jobs, console)

    rooms = library_rooms()
    fresh: dict[str, list[Row]] = {}
    for lesson in chosen:
        if all(is_kept(lesson, shift, rooms) for owner, shift in tasks if owner is lesson):
            fresh[lesson.name], complaints = rows_of(lesson, shifts)
            wrong += complaints
        else:
            wrong.append(f"{lesson.name} was not run completely, so nothing new is published of it; run this again")
    rows = [r for found in fresh.values() for r in found]
    show(rows, console)
    for sentence in wrong:
        console.print(escape(sentence))
    if not shifts:
        names = [lesson.name for lesson in every]
        old = {name: [r for r in published if r["lesson"] == name] for name in names}
        publish([r for name in names for r in fresh.get(name, old[name])], docs)
    return int(bool(wrong) or any(weakness(r) for r in rows))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shifts", help="first-last, for development: show these, publish nothing")
    parser.add_argument("--only", nargs="+", default=[], metavar="NN", help="numbers of lessons")
    parser.add_argument("--jobs", type=int, default=2, help="lessons run at a time")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds notebooks/ and docs/")
    given = parser.parse_args()
    shifts = None
    if given.shifts:
        first, _, last = given.shifts.partition("-")
        shifts = list(range(int(first), int(last or first) + 1))
    return measure(given.root, given.only, shifts, given.jobs, Console())


if __name__ == "__main__":
    sys.exit(main())
