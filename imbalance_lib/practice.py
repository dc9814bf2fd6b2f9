"""What a notebook calls: check an answer, ask a quick question, show progress."""

import html
import os
from dataclasses import dataclass
from typing import Any

from imbalance_lib import bank
from imbalance_lib.checks import Question, Verdict, ask_function, ask_value, grade, progress


def check(question_id: str, answer: Any = ...) -> Verdict:
    """Grade an answer, log it, and return the verdict, which shows itself. Never raises, never prints.

    `answer` is the function or the value that the question asks for; `...` says "not answered yet".
    """
    if not isinstance(question_id, str):
        says = f"question_id is of type {type(question_id).__name__!r}; it must be the text in the check cell."
        return Verdict("error", says)
    try:
        question = bank.find(question_id)
    except KeyError as unknown:
        return Verdict("error", str(unknown.args[0]), question=question_id)
    if answer is ... or question.kind != "code":
        verdict = grade(question, ask_value(answer))
    elif not callable(answer):
        came = f"of type {type(answer).__name__!r}"
        says = f"`{question.entry}` is {came}; it must be a function: `def {question.entry}(...):`."
        verdict = Verdict("error", says).at(question, question.practice_seed, 0.0)
    else:
        verdict = grade(question, ask_function(answer, question.play, question.limit_s))
    if verdict.status in ("wrong", "error", "timeout") and question.hints:
        step = min(progress.tries(question.id), len(question.hints) - 1)
        verdict = verdict.with_(hint=question.hints[step])
    return verdict if _graded_by_nbgrader() else verdict.with_(note=_log(verdict))


def _graded_by_nbgrader() -> bool:
    """A teacher's grading run leaves no mark in anybody's progress."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def _log(verdict: Verdict) -> str:
    if verdict.status == "unanswered":
        return ""
    kept = ("question", "version", "status", "points", "possible", "misconceptions", "seed", "seconds")
    event = {name: getattr(verdict, name) for name in kept}
    event["question_version"] = event.pop("version")
    return progress.record({"kind": "check", **event})


# --- quick questions --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quick:
    """A choice to click in a lesson; where no kernel runs it shows as text."""

    question: Question

    @property
    def html(self) -> str:
        """The question and its options, as the stored notebook shows them."""
        options, prompt = self.question.options or {}, _one_line(self.question.prompt)
        items = "".join(f"<li>{html.escape(options[key])}</li>" for key in self._order())
        return (
            f'<div role="group" aria-label="Question"><p><strong>{html.escape(prompt)}</strong></p>'
            f"<ul>{items}</ul><p><em>Run this cell to answer.</em></p></div>"
        )

    def _order(self) -> list[str]:
        return self.question.order(self.question.practice_seed)

    def widget(self) -> Any:
        """The live form: radio buttons, a button, and the verdict below."""
        import ipywidgets as widgets

        options = self.question.options or {}
        prompt = widgets.HTML(f"<strong>{html.escape(_one_line(self.question.prompt))}</strong>")
        choice = widgets.RadioButtons(
            options=[(options[key], key) for key in self._order()],
            value=None,
            layout=widgets.Layout(width="auto"),
        )
        button = widgets.Button(description="Check", tooltip="Check my answer", disabled=True)
        verdict = widgets.HTML()

        def chosen(_: Any) -> None:
            button.disabled = choice.value is None
            verdict.value = ""

        def clicked(_: Any) -> None:
            verdict.value = check(self.question.id, choice.value).html

        choice.observe(chosen, names="value")
        button.on_click(clicked)
        return widgets.VBox([prompt, choice, button, verdict])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        live = self.widget()._repr_mimebundle_()
        return {**live, "text/html": self.html, "text/plain": _one_line(self.question.prompt)}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def quick(question_id: str) -> Quick:
    """A quick question of a lesson, to be answered with a click."""
    question = bank.find(question_id)
    if question.kind != "choice":
        raise ValueError(f"question_id is {question_id!r}, a {question.kind} question; a quick one is a choice")
    return Quick(question)


# --- progress ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgressTable:
    """How far the learner is: a line per question, shown as a table."""

    rows: tuple[tuple[str, str, float, float], ...]  # question, state, points, possible

    @property
    def summary(self) -> str:
        """The whole in one sentence."""
        if not any(state != "open" for _, state, _, _ in self.rows):
            return "Nothing answered yet. Your first check will show up here."
        right = sum(state == "right" for _, state, _, _ in self.rows)
        points, possible = sum(row[2] for row in self.rows), sum(row[3] for row in self.rows)
        return f"{right} of {len(self.rows)} questions right, {points:g} of {possible:g} points."

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        cells = "".join(
            f'<tr><td style="text-align:left">{html.escape(name)}</td><td style="text-align:left">{state}</td>'
            f"<td>{_points(points, possible)}</td></tr>"
            for name, state, points, possible in self.rows
        )
        head = "<tr><th>Question</th><th>State</th><th>Points</th></tr>"
        table = f"<p>{self.summary}</p><table><thead>{head}</thead><tbody>{cells}</tbody></table>"
        lines = [f"{name}: {state} {_points(points, possible)}".rstrip() for name, state, points, possible in self.rows]
        return {"text/html": table, "text/plain": "\n".join([self.summary, *lines])}

    def __repr__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]


def _points(points: float, possible: float) -> str:
    """Quick questions carry no points."""
    return f"{points:g} of {possible:g}" if possible else ""


def show_progress(lesson: str | None = None) -> ProgressTable:
    """The learner's progress over all questions, or those of one lesson ("01")."""
    best = progress.best()
    rows = []
    for question in bank.questions(lesson):
        event = best.get(question.id, {})
        rows.append((question.id, str(event.get("status", "open")), float(event.get("points", 0)), question.points))
    return ProgressTable(tuple(rows))
