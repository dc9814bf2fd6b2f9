"""The corpus: programs that leak, each beside an honest near-twin, and what the audit says of them.

    python -m tests.leaks.corpus [--seeds 10] [--publish]

A program states in its first lines what it is, and its line `SEED = 0` is set to the seed of the run; the tables it
reads are drawn anew at each seed. `held_back` was written before the detector existed and first run when it was done;
`developed_on` was written before it too, and looked at while it was made; `red_team` was written against it; `blind`
was written when it was done, by people who had not seen it, and what went wrong at first meeting was mended. The
notebooks among them are no lessons: they hold no outputs, since every audit runs them, at its own seed.

With --publish the verdicts are kept in `outcomes.csv`, and the table goes to docs/leaks.md; `--seeds 0 --publish` only
writes the page from what is kept. A run that was stopped goes on where it was, as long as the detector and what the
programs read stay as they are.
"""

import argparse
import csv
import hashlib
import json
import re
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed
from scipy.stats import binomtest

from imbalance_lib import leakage
from imbalance_lib.leakage.findings import KINDS
from tests.leaks import tables
from tests.leaks.known import KNOWN

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
ROOT = HERE.parents[1]
KEPT = HERE / "outcomes.csv"
SAVED_EVERY = 20  # audits
BY_SUSPICION = ("outcome-feature",)  # without a declared column, only a suspicion is possible
GROUPS = {
    "held_back": "held back until the detector was done",
    "developed_on": "looked at while it was made",
    "red_team": "written against it",
    "blind": "written blind when it was done",
}


@dataclass(frozen=True)
class Program:
    """One file of the corpus and what its header says."""

    path: Path
    kind: str
    leaks: bool
    options: tuple[str, ...]

    @property
    def group(self) -> str:
        """The folder it is in."""
        return self.path.parent.name

    def roles(self) -> dict[str, object]:
        """Its options as the words of `audit`."""
        given: dict[str, object] = {}
        for name, value in zip(self.options[::2], self.options[1::2], strict=True):
            key = name[2:].replace("-", "_")
            given[key] = [value] if key == "not_at_prediction" else value
        return given

    @property
    def by_suspicion(self) -> bool:
        """Is this a leak that nothing but a suspicion can point at?"""
        return self.kind in BY_SUSPICION and "--not-at-prediction" not in self.options


@dataclass(frozen=True)
class Outcome:
    """What the audit said of one program at one seed."""

    program: Program
    seed: int
    status: int
    named: bool  # is the kind among those found, suspicions included?
    said: str = ""

    @property
    def right(self) -> bool:
        """Is the status what it should be?"""
        return self.status == int(self.program.leaks)


def header(path: Path) -> dict[str, str]:
    """The lines `# kind:`, `# verdict:`, `# options:`, `# why:` at the top of a program."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
        text = next(cell for cell in cells if "verdict:" in cell)
    lines = [re.match(r"[#\s]*(kind|verdict|options|why)\s*:\s*(.*)", line) for line in text.splitlines()[:12]]
    return {m[1]: m[2].strip(" `") for m in lines if m}


def programs() -> list[Program]:
    """All programs of the corpus."""
    found = []
    for path in sorted(PROGRAMS.glob("*/*__*")):
        said = header(path)
        found.append(
            Program(path, said["kind"], said["verdict"] == "leak", tuple(shlex.split(said.get("options", ""))))
        )
    return found


def at_seed(text: str, seed: int) -> str:
    """The program with its seed set."""
    new, times = re.subn(r"\bSEED = 0\b", f"SEED = {seed}", text)
    if times != 1:
        raise ValueError(f"a program sets SEED = 0 {times} times; it must do so once")
    return new


def audit(program: Program, seed: int) -> Outcome:
    """Audit a copy of one program."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        tables.write(folder, seed)
        for other in program.path.parent.glob("*.py"):
            if "__" not in other.name:  # a module that programs of this folder import
                (folder / other.name).write_text(other.read_text(encoding="utf-8"), encoding="utf-8")
        copy = folder / program.path.name
        copy.write_text(at_seed(program.path.read_text(encoding="utf-8"), seed), encoding="utf-8")
        report = leakage.audit(copy, **program.roles())
    found = {f.kind for f in report.findings}
    return Outcome(program, seed, report.status, program.kind in found, repr(report))


def stamp() -> str:
    """A hash of all that an audit depends on besides its program: the detector, the scenarios and the tables."""
    files = [Path(tables.__file__), *sorted((ROOT / "imbalance_lib" / "leakage").glob("*.py"))]
    files += [*sorted((ROOT / "imbalance_lib" / "scenarios").glob("*.py")), *sorted(PROGRAMS.glob("*/tidy_helpers.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def digest(program: Program, stamp: str) -> str:
    """A short hash of a program and the stamp: an outcome is kept while it stays the same."""
    return hashlib.sha256(stamp.encode() + program.path.read_bytes()).hexdigest()[:10]


def read(which: Iterable[Program], file: Path = KEPT) -> dict[tuple[Program, int], tuple[str, Outcome]]:
    """The outcomes in a file, each with the digest it was made at: a line for each program, a digit for each seed."""
    by_name = {f"{p.group}/{p.path.name}": p for p in which}
    kept = {}
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in csv.DictReader(lines):
        program = by_name.get(line["program"])
        for seed, (status, named) in enumerate(zip(line["status"], line["named"], strict=True)):
            if program is not None and status != "-":
                kept[program, seed] = (line["digest"], Outcome(program, seed, int(status), named == "1"))
    return kept


def write(kept: dict[tuple[Program, int], tuple[str, Outcome]], file: Path = KEPT) -> None:
    """Put outcomes into a file. A program's outcomes at several seeds share one digest."""
    lines: dict[str, list[str]] = {}
    seeds = range(1 + max((seed for _, seed in kept), default=-1))
    for program, at in {program: made_at for (program, _), (made_at, _) in kept.items()}.items():
        mine = [kept[program, seed][1] if (program, seed) in kept else None for seed in seeds]
        status = "".join("-" if o is None else str(o.status) for o in mine)
        named = "".join("-" if o is None else str(int(o.named)) for o in mine)
        lines[f"{program.group}/{program.path.name}"] = [at, status, named]
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["program", "digest", "status", "named"])
        rows.writerows([name, *lines[name]] for name in sorted(lines))


def outcomes(
    which: Iterable[Program], seeds: Iterable[int], jobs: int = 2, file: Path = KEPT, keep: bool = False
) -> list[Outcome]:
    """Audit all of them at all seeds, but for what the file holds already; `keep` adds the others to it."""
    now = stamp()
    at = {program: digest(program, now) for program in {*programs(), *which}}
    kept = {key: value for key, value in read(at, file).items() if value[0] == at[key[0]]}
    wanted = [(program, seed) for seed in seeds for program in which]
    made = Parallel(n_jobs=jobs, return_as="generator_unordered")(
        delayed(audit)(*task) for task in wanted if task not in kept
    )
    n = 0
    for n, outcome in enumerate(made, 1):
        kept[outcome.program, outcome.seed] = (at[outcome.program], outcome)
        if keep and n % SAVED_EVERY == 0:
            write(kept, file)
    if keep and n:
        write(kept, file)
    return [kept[task][1] for task in wanted]


def at_least(right: int, of: int) -> float:
    """The one-sided 95 % lower bound of a share (Clopper and Pearson, 1934)."""
    return float(binomtest(right, of, alternative="greater").proportion_ci(0.95, method="exact").low) if of else 0.0


def table(results: list[Outcome]) -> str:
    """Sensitivity and specificity by kind, as Markdown; each program counts once, as caught if caught at all seeds."""
    lines = [
        "| Kind | Leaky: caught | at least | kind named | Honest: not accused | at least |",
        "|---|---|---|---|---|---|",
    ]
    names = [*KINDS, "honest"]
    for group in ("", *GROUPS):
        mine = [r for r in results if group in ("", r.program.group)]
        if not mine:
            continue
        lines.append(f"| **{GROUPS.get(group, 'all')}** | | | | | |")
        for kind in [*[n for n in names if not group], "all kinds", "without those by suspicion"]:
            lines.append(_row(kind, [r for r in mine if _belongs(r, kind)]))
    return "\n".join(line for line in lines if line)


def _belongs(result: Outcome, kind: str) -> bool:
    if kind == "all kinds":
        return True
    if kind == "without those by suspicion":
        return not (result.program.leaks and result.program.by_suspicion)
    return result.program.kind == kind


def _row(kind: str, results: list[Outcome]) -> str:
    if not results:
        return ""
    by_program: dict[Path, list[Outcome]] = {}
    for r in results:
        by_program.setdefault(r.program.path, []).append(r)
    leaky = [rs for rs in by_program.values() if rs[0].program.leaks]
    honest = [rs for rs in by_program.values() if not rs[0].program.leaks]
    caught = sum(all(r.status == 1 for r in rs) for rs in leaky)
    named = sum(all(r.named for r in rs) for rs in leaky)
    spared = sum(all(r.status != 1 for r in rs) for rs in honest)
    unjudged = sum(any(r.status == 2 for r in rs) for rs in honest)
    cells = [
        kind,
        f"{caught} of {len(leaky)}" if leaky else "",
        f"{at_least(caught, len(leaky)):.2f}" if leaky else "",
        f"{named}" if leaky else "",
        (f"{spared} of {len(honest)}" + (f" ({unjudged} not judged)" if unjudged else "")) if honest else "",
        f"{at_least(spared, len(honest)):.2f}" if honest else "",
    ]
    return "| " + " | ".join(cells) + " |"


def wrong(results: list[Outcome]) -> list[str]:
    """Each program that was not judged as it should be: what was said of it, at which seeds, and why."""
    seeds: dict[tuple[Path, int], list[int]] = {}
    for r in results:
        if not r.right:
            seeds.setdefault((r.program.path, r.status), []).append(r.seed)
    said = {0: "no leak seen", 1: "accused", 2: "not judged"}
    lines = []
    for (path, status), at in seeds.items():
        where = f"seed{'s' * (len(at) != 1)} {', '.join(map(str, at))}"
        _, why = KNOWN.get(path.name, (status, "not explained yet"))
        every = len(at) == len({r.seed for r in results})
        lines.append(f"- `{path.parent.name}/{path.name}`: {said[status]} ({'all seeds' if every else where}); {why}")
    return lines


def kinds_table() -> str:
    """The kinds as Markdown rows, for docs/leaks.md."""
    rows = [f"| `{k.slug}` | {k.severity} | {k.meaning} | {k.repair} |" for k in KINDS.values()]
    return "| Kind | Severity | What it means | Repair |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def between(page: str, mark: str, new: str) -> str:
    """A page with the part between two marks replaced."""
    before, _, after = page.split(f"<!-- {mark} -->")
    return f"{before}<!-- {mark} -->\n{new}<!-- {mark} -->{after}"


def whole(results: list[Outcome]) -> list[Outcome]:
    """Those of the seeds at which all programs were audited: a seed that is not done yet is not told."""
    programs, times = {r.program for r in results}, Counter(r.seed for r in results)
    return [r for r in results if times[r.seed] == len(programs)]


def measured(results: list[Outcome]) -> str:
    """What is told of results: how many there are, the table, and what is wrong in them."""
    results = sorted(results, key=lambda r: (r.program.path, r.seed))
    count, seeds = len({r.program for r in results}), len({r.seed for r in results})
    faults = wrong(results)
    return (
        f"{count} programs at {seeds} seed{'s' * (seeds != 1)}.\n\n{table(results)}\n"
        "\nNot judged as they should be:\n\n" + ("\n".join(faults) if faults else "- none") + "\n"
    )


def told(file: Path = KEPT) -> str:
    """What the page tells: the seeds that are done, and whether anything has changed since."""
    which, now = programs(), stamp()
    kept = read(which, file)
    changed = sum(at != digest(program, now) for (program, _), (at, _) in kept.items())
    since = f"The audit or the program has changed since {changed:,} of these {len(kept):,} verdicts.\n\n"
    return since * (changed > 0) + measured(whole([outcome for _, outcome in kept.values()]))


def main(words: list[str] | None = None) -> int:
    """Print the table; with --publish write that of all seeds that are done to docs/leaks.md, between its markers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--publish", action="store_true")
    given = parser.parse_args(words)
    which = [p for p in programs() if given.only in str(p.path)]
    results = outcomes(which, range(given.first, given.first + given.seeds), keep=given.publish)
    print(measured(results))
    if given.publish:
        page = ROOT / "docs" / "leaks.md"
        made = between(between(page.read_text(encoding="utf-8"), "kinds", kinds_table()), "table", told())
        page.write_text(made, encoding="utf-8")
    return int(any(r.status == 1 and not r.program.leaks for r in results))


if __name__ == "__main__":
    from tests.leaks import corpus  # under its own name, under which its workers know it

    sys.exit(corpus.main())
