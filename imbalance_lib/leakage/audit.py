"""Is this program honest? Runs a script or notebook, watched, and again with held-out rows replaced."""

import html
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from imbalance_lib.leakage.conclude import conclude
from imbalance_lib.leakage.findings import LEAK, MINOR, SUSPICION, Finding, merged
from imbalance_lib.leakage.follow import Follower
from imbalance_lib.leakage.held_out import late_labels, scored_sets
from imbalance_lib.leakage.judge import Roles, column, judge
from imbalance_lib.leakage.made import SAYS_LABEL
from imbalance_lib.leakage.plan import swaps_for
from imbalance_lib.leakage.program import Failure, Program, ordering_columns, read, removed_interfaces
from imbalance_lib.leakage.replaced import LABELS, Label, Swap, changed, fill_labels, label_of
from imbalance_lib.leakage.rerun import Scored, Trace, compare
from imbalance_lib.leakage.rows import Root
from imbalance_lib.leakage.run import in_child, preload, run
from imbalance_lib.leakage.scores import scores_of
from imbalance_lib.leakage.values import as_array
from imbalance_lib.leakage.watch import Watch

ID_LIKE = (
    r"(?i)(^|_)(id|uuid|key|code|no|nr|idx|index|number)$|id$|customer|patient|user|client|account|terminal|merchant"
    r"|group|subject|date|time|(^|_)(day|month|week|year)($|_)"
)


@dataclass(frozen=True)
class Audit:
    """The report on one program. `status` is 1 where it leaks, 0 where no leak was seen, 2 where nobody could judge."""

    file: str
    findings: tuple[Finding, ...]
    scores: int
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    unseen: tuple[str, ...]  # what was not looked for, and why
    runs: int
    seconds: float

    @property
    def leaks(self) -> tuple[Finding, ...]:
        """The findings that are more than a suspicion."""
        return tuple(f for f in self.findings if f.severity in (LEAK, MINOR))

    @property
    def status(self) -> int:
        """The exit status."""
        if self.leaks:
            return 1
        return 2 if self.failures or not self.scores else 0

    def as_list(self) -> list[dict[str, object]]:
        """The findings for machines."""
        return [f.as_dict() for f in self.findings]

    @property
    def verdict(self) -> str:
        """The report's first sentence."""
        if self.leaks:
            serious = sum(f.severity == LEAK for f in self.findings)
            minor = len(self.leaks) - serious
            parts = [f"{serious} leak{'s' * (serious != 1)}"] * bool(serious)
            parts += [f"{minor} minor leak{'s' * (minor != 1)}"] * bool(minor)
            return f"{self.file}: {' and '.join(parts)}."
        if self.failures:
            return f"{self.file}: could not judge. No leak was seen in what ran, but not all of it ran."
        if not self.scores:
            return f"{self.file}: could not judge. No score of rows whose origin is known was seen."
        scores, runs = (f"{n} {word}{'s' * (n != 1)}" for n, word in ((self.scores, "score"), (self.runs, "run")))
        return f"{self.file}: no leak seen, in {scores} and {runs}."

    def __repr__(self) -> str:
        lines = [self.verdict]
        for f in self.findings:
            lines.append(f"  {f.severity} ({f.kind}) at {f.place or 'no line'}")
            lines.append(f"    {f.message}")
            lines.append(f"    Repair: {f.repair}")
            if f.scores:
                lines.append(f"    Spoils the score in {'; '.join(_short(s) for s in f.scores)}.")
        lines += [f"  did not run: {f}" for f in self.failures]
        lines += [f"  note: {note}" for note in self.notes]
        lines += [f"  not looked for: {text}" for text in self.unseen]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


def _short(place: Any) -> str:
    return f"cell {place.cell}, line {place.line}" if place.cell else f"line {place.line}"


@dataclass
class _Load:
    """What a rerun needs to know of a table that a loader returned."""

    offset: int
    n: int
    label: Label | None
    y_position: int | None
    names: list[str] = field(default_factory=list)
    made_here: bool = False


def audit(
    file: str | Path,
    *,
    target: str | None = None,
    groups: str | None = None,
    time: str | None = None,
    label_time: str | None = None,
    not_at_prediction: Sequence[str] = (),
    data: Sequence[str | Path] = (),
    reruns: int = 12,
    budget: float = 300.0,
) -> Audit:
    """Run a script or notebook and report how its scores leak; the file and its folder stay as they are.

    `target`, `groups`, `time`, `label_time` and `not_at_prediction` name columns with a role. `data` are folders
    in which missing files are looked for by name. At most `reruns` runs follow the first, and all of them together take
    at most `budget` seconds. Raises ValueError if the file cannot be read, or an option makes no sense.
    """
    if reruns < 0:
        raise ValueError(f"reruns is {reruns}; it must be 0 or more")
    if not budget > 0:
        raise ValueError(f"budget is {budget}; it must be a number of seconds above 0")
    folders = [Path(d) for d in data]
    for folder in folders:
        if not folder.exists():
            raise ValueError(f"data is {str(folder)!r}; there is no such folder")
    folders = [f.resolve() for f in folders]
    program = read(Path(file))
    roles = Roles(target, groups, time, label_time, tuple(not_at_prediction))
    return _Auditor(program, roles, folders, reruns, budget).report()


class _Auditor:
    """One audit: the first run, the plan, the reruns, the report."""

    def __init__(self, program: Program, roles: Roles, data: list[Path], reruns: int, budget: float) -> None:
        self.program, self.roles, self.data, self.reruns = program, roles, data, reruns
        self.start, self.budget = time.monotonic(), budget
        self.unseen: list[str] = []
        self.runs = 0
        self.label_names: frozenset[str] = frozenset()

    def left(self) -> float:
        return self.budget - (time.monotonic() - self.start)

    def report(self) -> Audit:
        preload(self.program.text)
        self.runs = 1
        base = in_child(self._first, self.left())
        if base is not None and self.reruns and not base.failures and (names := label_names(base)):
            self.label_names, self.runs, self.reruns = names, 2, self.reruns + 1
            base = in_child(self._first, self.left()) or base
        name = self.program.path.name
        if base is None:
            died = Failure(None, None, "the program ended its process, or could not be stopped in time")
            return self._made(name, [], 0, [died], [])
        failures = list(base.failures)
        if base.stopped:
            failures.append(
                Failure(None, None, f"stopped after {base.seconds:.0f} seconds, what ran by then was judged")
            )
        findings = list(base.findings)
        findings += self._again(base)
        findings = _without_echoes(findings)
        text = self.program.text
        notes = [*base.notes]
        notes += [f"Not mended here: {said}." for said in removed_interfaces(text) if failures]
        return self._made(name, merged(findings), base.scores, failures, notes)

    def _made(
        self, name: str, findings: list[Finding], scores: int, failures: list[Failure], notes: list[str]
    ) -> Audit:
        seconds = time.monotonic() - self.start
        findings = [replace(f, message=f.message.replace(f"{name}, ", "")) for f in findings]
        return Audit(
            name,
            tuple(findings),
            scores,
            tuple(failures),
            tuple(dict.fromkeys(notes)),
            tuple(self.unseen),
            self.runs,
            seconds,
        )

    # --- in the child ---

    def _first(self) -> Trace:
        done = run(self.program, self.data, 0.75 * self.left(), self._prepared)
        return self._trace(done, first=True)

    def _prepared(self, watch: Watch, follower: Follower) -> None:
        watch.target, watch.label_names = self.roles.target, self.label_names

    def _trace(self, done: Any, first: bool) -> Trace:
        watch: Watch = done.watch
        if first:
            for root in watch.ledger.roots:
                label = label_of(root, self.roles.target)
                if label is not None:
                    fill_labels(root, label)
        followed = first and not done.follower.made.full
        scores = scores_of(watch) if followed else []
        findings = judge(watch, scores, self.roles) if followed else []
        scored = scored_sets(watch, done.follower, scores) if followed else []
        for event in watch.events:
            event.tool = event.data = None
        trace = Trace(
            watch.events, done.follower.records, watch.splits, scored, {}, findings, done.failures,
            done.notes + watch.notes, stopped=done.stopped, seconds=done.seconds,
        )  # fmt: skip
        if first:
            trace.scores = max(len(scored), len(scores))
            trace.roots = [_load_of(root, self.roles.target) for root in watch.loads]
            trace.labels = _labels(watch)
            sorted_by = [] if self.roles.time else sorted(ordering_columns(self.program))
            for name in (*sorted_by, self.roles.time or "scenario.time"):
                trace.order |= _moments(watch, name, "time")
            if self.roles.label_time:
                trace.known_at = _moments(watch, self.roles.label_time, "label_time")
        return trace

    def _swapped(self, base: Trace, swap: Swap | None) -> Trace:
        def prepare(watch: Watch, follower: Follower) -> None:
            watch.replay = base.splits
            self._prepared(watch, follower)
            if swap is None:
                return
            if swap.late:
                names = {load.label.name for load in base.roots if load.label is not None}
                follower.late = late_labels(swap, base.labels, names, watch)
            else:

                def on_load(k: int, name: str, value: Any) -> Any:
                    if k >= len(base.roots):
                        return value
                    load: _Load = base.roots[k]
                    return changed(value, load.offset, swap, load.label, load.y_position)

                watch.on_load = on_load

        return self._trace(run(self.program, self.data, self.left(), prepare), first=False)

    # --- the plan ---

    def _again(self, base: Trace) -> list[Finding]:
        """Rerun with rows replaced, as long as runs and time last."""
        if not base.scored or base.stopped:
            return []
        named = {self.roles.groups, self.roles.time, self.roles.label_time, *ordering_columns(self.program)}
        kept = tuple(
            dict.fromkeys(
                name for load in base.roots for name in load.names if name in named or re.search(ID_LIKE, name)
            )
        )
        plan: list[tuple[Scored, Swap]] = []
        sets = [s for s in self._sets(base) if s.atom is None or len(s.atom) > 5]
        each = [swaps_for(s, base, kept) for s in sets]
        for turn in range(max(map(len, each), default=0)):
            plan += [(s, swaps[turn]) for s, swaps in zip(sets, each, strict=True) if turn < len(swaps)]
        for name in self.roles.not_at_prediction:
            rows = np.concatenate(
                [np.arange(r.offset, r.offset + r.n) for r in base.roots if name in r.names] or [np.empty(0, np.int64)]
            )
            if len(rows):
                plan = [(s, Swap(name, rows, column=name)) for s in sets[:2]] + plan
        if not plan:
            return []
        found: list[Finding] = []
        calm = self._one(base, None)
        if calm is None:
            self.unseen.append("what moves when held-out rows change: there was no time for a second run")
            return []
        still = Swap(LABELS, np.empty(0, np.int64))
        restless = {id(s) for s in sets if compare(base, calm, s, still)}
        if restless:
            self.unseen.append(
                "what moves when held-out rows change: results differ between two runs of the same program"
            )
        done = 0
        for scored, swap in plan:
            if id(scored) in restless:
                continue
            if self.runs > self.reruns or self.left() < 1.2 * base.seconds:
                self.unseen.append(
                    f"{len(plan) - done} of {len(plan)} replacements of held-out rows: "
                    + ("no time was left" if self.left() < 1.2 * base.seconds else f"{self.reruns} reruns were allowed")
                )
                break
            done += 1
            again = self._one(base, swap)
            if again is not None:
                found += conclude(self.program, base, again, scored, swap, found, calm)
        return found

    def _one(self, base: Trace, swap: Swap | None) -> Trace | None:
        if self.reruns == 0 or self.left() < base.seconds:
            return None
        self.runs += 1
        again = in_child(lambda: self._swapped(base, swap), min(self.left(), 20 + 5 * base.seconds))
        return None if again is None or again.stopped else again

    def _sets(self, base: Trace) -> list[Scored]:
        """The sets of held-out rows to test: the last words first, one of each cross-validation.

        Not those that may decide when training stops because other rows have the last word.
        """
        stopping = [e.eval_ids for e in base.events if e.eval_ids is not None]
        seen: set[Any] = set()
        chosen = []
        for scored in sorted(base.scored, key=lambda s: (not s.final, -max(s.events, default=0))):
            key = scored.place
            decides = not scored.final and any(np.isin(scored.together, rows).any() for rows in stopping)
            if key not in seen and not decides:
                seen.add(key)
                chosen.append(scored)
        return chosen[:4]


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """What moves with labels moves with features too: where a line has a leak, its minor echo is left out."""
    serious = {f.place for f in findings if f.severity == LEAK}
    return [
        f
        for f in findings
        if not (f.severity == MINOR and f.kind in ("preprocessing", "refit-on-test") and f.place in serious)
    ]


def _load_of(root: Root, target: str | None) -> _Load:
    label = label_of(root, target)
    position = None
    for k, part in enumerate(root.parts):
        if getattr(part, "ndim", 0) == 1:
            numbers = as_array(part)
            known = ~np.isnan(root.label)
            if numbers is not None and known.any() and len(np.unique(numbers[known & (root.label == 1)])) == 1:
                position = k
    return _Load(root.offset, root.n, label, position, [str(c) for c in root.columns], root.made_here)


def label_names(trace: Trace) -> frozenset[str]:
    """In a program that makes its tables: what it calls its labels, where that could not be known before it ran.

    With these names a table counts from where it is made, not from where it is split or fitted on.
    """
    roots = [load for load in trace.roots if load.made_here]
    if len(roots) < len(trace.roots):
        return frozenset()
    names = {load.label.name for load in roots if load.label is not None}
    whole = {load.n for load in roots}
    names |= {r.name for r in trace.records if r.of_labels and r.ids is not None and len(r.ids) in whole}
    return frozenset(n for n in names if n.isidentifier() and n != "return" and not SAYS_LABEL.match(n))


def _labels(watch: Watch) -> dict[int, float]:
    known: dict[int, float] = {}
    for root in watch.ledger.roots:
        for k in np.flatnonzero(~np.isnan(root.label)):
            known[root.offset + int(k)] = float(root.label[k])
    return known


def _moments(watch: Watch, name: str, role: str) -> dict[int, float]:
    moments: dict[int, float] = {}
    for root in watch.ledger.roots:
        values = column(watch, root, name, role)
        if values is not None:
            moments |= {root.offset + k: float(v) for k, v in enumerate(values)}
    return moments


__all__ = ["Audit", "audit", "SUSPICION"]
