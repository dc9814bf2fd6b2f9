"""What comes back from a check: shown as HTML in a notebook, as text in a terminal, as JSON to machines."""

import html
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imbalance_lib.checks.question import Question

# Blue and vermillion stay apart for color-blind readers; a word says the same.
MARKS = {
    "right": ("✔", "Right", "#0072B2"),
    "wrong": ("✘", "Not yet", "#D55E00"),
    "unanswered": ("○", "Not answered yet", "#767676"),
    "error": ("✘", "Cannot be judged yet", "#D55E00"),
    "timeout": ("✘", "Stopped", "#D55E00"),
}


CELL = "text-align:left;vertical-align:top;padding:.1em 1em .1em 0"


@dataclass(frozen=True)
class Counterexample:
    """One call on which the answer is wrong: as text, with what was expected and what came."""

    call: str
    expected: str
    got: str
    differs: str = ""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check. `points` of `possible`; `misconceptions` are the mistakes that were named."""

    status: str  # right, wrong, unanswered, error, timeout
    message: str
    points: float = 0.0
    possible: float = 0.0
    misconceptions: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    hint: str = ""
    read: str = ""
    question: str = ""
    version: int = 0
    seed: int = 0
    seconds: float = 0.0
    note: str = ""  # what is to be said besides, such as progress that could not be saved

    def at(self, question: "Question", seed: int, seconds: float) -> "Verdict":
        """The same verdict, with the question and the seed it belongs to."""
        return replace(self, question=question.id, version=question.version, seed=seed, seconds=round(seconds, 3),
                       possible=question.points, read=question.read)  # fmt: skip

    def with_(self, **changes: Any) -> "Verdict":
        """The same verdict with some fields changed."""
        return replace(self, **changes)

    @property
    def json(self) -> str:
        """For machines: every field, on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def text(self) -> str:
        """For a terminal."""
        mark, word, _ = MARKS[self.status]
        lines = [f"{mark} {word} · {self._title()}"]
        lines += [self._plain(self.message)] if self.message not in (f"{word}.", "") else []
        lines += [f"  {label}: {value}" for label, value in self._rows()]
        if self.status in ("wrong", "error", "timeout") and self.hint:
            lines.append(f"Hint: {self.hint}")
        if self.status in ("wrong", "error", "timeout") and self.read:
            lines.append(f"Read: {self.read}")
        return "\n".join([*lines, *([self.note] if self.note else [])])

    @property
    def html(self) -> str:
        """For a notebook: no traceback, colors that color-blind readers can tell apart, a word beside each."""
        mark, word, color = MARKS[self.status]
        parts = [
            f'<div style="border-left:4px solid {color};padding:.4em .9em;margin:.3em 0;max-width:48em">',
            f'<div><strong style="color:{color}">{mark} {word}</strong> '
            f'<span style="opacity:.75">{html.escape(self._title())}</span></div>',
        ]
        if self.message not in (f"{word}.", ""):
            parts.append(f'<p style="margin:.4em 0">{_code(self.message)}</p>')
        if rows := self._rows():
            cells = "".join(
                f'<tr><th scope="row" style="{CELL};font-weight:normal;opacity:.75;white-space:nowrap">{label}</th>'
                f'<td style="{CELL}"><code>{html.escape(value)}</code></td></tr>'
                for label, value in rows
            )
            parts.append(f'<table style="margin:.3em 0;border:none">{cells}</table>')
        if self.status in ("wrong", "error", "timeout"):
            if self.hint:
                parts.append(f"<details><summary>Show a hint</summary>{_code(self.hint)}</details>")
            if self.read:
                parts.append(f'<p style="margin:.4em 0;opacity:.75">Read: {html.escape(self.read)}</p>')
        if self.note:
            parts.append(f'<p style="margin:.4em 0"><em>{html.escape(self.note)}</em></p>')
        return "".join([*parts, "</div>"])

    def _title(self) -> str:
        """The question and its points; quick questions have none."""
        unit = "point" if self.possible == 1 else "points"
        return f"{self.question} · {self.points:g} of {self.possible:g} {unit}" if self.possible else self.question

    def _rows(self) -> list[tuple[str, str]]:
        seen = self.counterexample
        if seen is None:
            return []
        rows = [
            ("call", seen.call),
            ("expected", seen.expected),
            ("your answer", seen.got),
            ("difference", seen.differs),
        ]
        return [(label, _short(value)) for label, value in rows if value]

    @staticmethod
    def _plain(message: str) -> str:
        return message.replace("`", "")

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # nbgrader takes the number in text/plain as the points, and gives all of them where there is none.
        if os.environ.get("NBGRADER_EXECUTION"):
            text = f"{self.points:g}"
        else:
            text = self.json if os.environ.get("IMBALANCE_VERDICT") == "json" else self.text
        return {"text/html": self.html, "text/plain": text}


def _short(value: str, most: int = 300) -> str:
    return value if len(value) <= most else f"{value[: most // 2]} ... {value[-most // 2 :]}"


def _code(text: str) -> str:
    """Escape, and show what stands in backticks as code."""
    parts = html.escape(text).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
