"""The unit of practice: a question, the mistakes people make in it, and what comes back."""

import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Case = dict[str, Any]
"""What one call gets: names to plain data (numbers, text, lists, dicts), in the order of the arguments."""

Draw = Callable[[np.random.Generator, int], Case]

DRAWN_CASES = 200
"""With 200 cases two different mistakes are told apart; a test holds every question to it."""


@dataclass(frozen=True)
class Slip:
    """A mistake people really make, and the sentence that names it to them.

    One of three says who makes it: `answer`, a function that makes the mistake; `holds`, a property
    `(case, reply) -> bool` of replies that make it (for random answers); `option`, a wrong choice.
    """

    misconception: str
    says: str
    answer: Callable[..., Any] | None = None
    holds: Callable[[Case, Any], bool] | None = None
    option: str | None = None


@dataclass(frozen=True)
class Milestone:
    """Part of the points, for fixed steps: the cases that `covers` picks, and of them the parts in `keys`."""

    name: str
    points: float
    covers: Callable[[Case], bool] = lambda case: True
    keys: tuple[Any, ...] = ()  # of a list or dict answer; empty: all of it


@dataclass(frozen=True)
class Each:
    """Judge case by case: `same(case, expected, got)` says what differs, or None."""

    same: Callable[[Case, Any, Any], str | None]


def same_values(case: Case, expected: Any, got: Any) -> str | None:
    """The usual comparison: the same numbers, whatever they are packed in."""
    from imbalance_lib.checks.agree import agree

    return agree(expected, got)


def close_numbers(atol: float) -> Callable[[Case, Any, Any], str | None]:
    """A comparison for numbers that a learner types in: within `atol`."""
    from imbalance_lib.checks.agree import agree

    return lambda case, expected, got: agree(expected, got, rtol=0.0, atol=atol)


def each(same: Callable[[Case, Any, Any], str | None] = same_values) -> Each:
    """A judge that compares every reply with the reference's, and decides naming in the same way."""
    return Each(same)


def call(function: Callable[..., Any], case: Case) -> Any:
    """The usual way to play a case: one call, arguments by position, so that their names are free."""
    return function(*case.values())


@dataclass(frozen=True, eq=False)
class Question:
    """One question of the course: its text, its cases, its referee and its known mistakes."""

    id: str
    version: int
    lesson: str
    skill: str
    level: str  # junior, middle, senior
    kind: str  # code, choice, numeric
    minutes: float
    points: float
    source: str
    prompt: str  # Markdown; {names} are filled from the case
    entry: str  # the name the learner defines
    right: Callable[..., Any]  # an independent reference, not the function that the lesson shows
    draw: Draw = lambda rng, size: {}
    edges: tuple[Case, ...] = ()
    play: Callable[[Callable[..., Any], Case], Any] = call
    judge: Any = field(default_factory=each)
    slips: tuple[Slip, ...] = ()
    options: dict[str, str] | None = None
    milestones: tuple[Milestone, ...] = ()
    hints: tuple[str, ...] = ()
    limit_s: float = 3.0
    rows: tuple[str, ...] = ()  # fields that share their rows: a smaller case drops a row from all of them
    valid: Callable[[Case], bool] = lambda case: True  # what a smaller case has to keep
    read: str = ""  # where to read on

    @property
    def practice_seed(self) -> int:
        """The same for everyone and every time, so that the same answer gets the same verdict."""
        return zlib.crc32(f"{self.id} v{self.version}".encode())

    def cases(self, seed: int) -> list[Case]:
        """The edges, then drawn cases, small ones first; a single one where the answer is a value."""
        rng = np.random.default_rng(seed)
        if self.kind != "code":
            return [self.draw(rng, 10)]
        drawn = (self.draw(rng, 1 + 10 * i // DRAWN_CASES) for i in range(DRAWN_CASES))
        return [*self.edges, *drawn]

    def text(self, seed: int | None = None) -> str:
        """The question as a learner reads it, options in drawn order."""
        seed = self.practice_seed if seed is None else seed
        text = self.prompt
        if self.kind != "code":
            case = self.cases(seed)[0]
            text = re.sub(r"\{(\w+)(:[^{}]*)?\}", lambda m: format(case[m[1]], (m[2] or ":")[1:]), text)
        if self.options:
            text += "\n\n" + "\n".join(f"- `{key}`: {self.options[key]}" for key in self.order(seed))
        return text

    def order(self, seed: int) -> list[str]:
        """The keys of the options in the order that `seed` draws."""
        keys = sorted(self.options or {})
        return [keys[i] for i in np.random.default_rng(seed).permutation(len(keys))]


def smaller(case: Case, rows: Iterable[str]) -> list[Case]:
    """Cases a step smaller than `case`: a row fewer, or one number nearer to 0."""
    rows = tuple(rows)
    steps: list[Case] = []
    if rows:
        for i in range(len(case[rows[0]])):
            steps.append({k: v[:i] + v[i + 1 :] if k in rows else v for k, v in case.items()})
    for name, value in case.items():
        for simple in _simpler(value) if name not in rows else ():
            steps.append({**case, name: simple})
    return steps


def _simpler(value: Any) -> list[Any]:
    if isinstance(value, bool) or not isinstance(value, (int, float, dict)):
        return []
    if isinstance(value, dict):
        fewer = [{k: v for k, v in value.items() if k != gone} for gone in value] if len(value) > 1 else []
        return fewer + [{**value, k: s} for k, v in value.items() for s in _simpler(v)]
    if isinstance(value, int):
        return [s for s in dict.fromkeys((0, 1, value // 2, value - 1)) if 0 <= s < value]
    return [s for s in dict.fromkeys((0.0, 0.5, round(value, 1), round(value, 2))) if s != value]


def arguments(question: Question, case: Case) -> list[Any]:
    """What a reference or a slip is called with: a case's fields, or the case itself where the answer is a value."""
    return list(case.values()) if question.kind == "code" else [case]
