"""Every question of the course, a module a lesson; `find` brings one by its id."""

from importlib import import_module

from imbalance_lib.checks import Question

LESSONS = ("lesson_01",)


def questions(lesson: str | None = None) -> list[Question]:
    """All questions in the order of the lessons, or those of one lesson ("01")."""
    every = [q for name in LESSONS for q in import_module(f"imbalance_lib.bank.{name}").QUESTIONS]
    return [q for q in every if lesson in (None, q.lesson)]


def find(question_id: str) -> Question:
    """The question with this id; KeyError with the ids there are if nobody has it."""
    for question in questions():
        if question.id == question_id:
            return question
    known = ", ".join(q.id for q in questions())
    raise KeyError(f"question_id is {question_id!r}; the course has {known}")
