"""Checks: grade an answer by what it does, and say which mistake it is."""

from imbalance_lib.checks.agree import NotPlain, agree, plain
from imbalance_lib.checks.grade import grade
from imbalance_lib.checks.limit import Ask, Reply, ask_function, ask_value
from imbalance_lib.checks.question import Case, Milestone, Question, Slip, close_numbers, each
from imbalance_lib.checks.verdict import Counterexample, Verdict

__all__ = [
    "Ask", "Case", "Counterexample", "Milestone", "NotPlain", "Question", "Reply", "Slip", "Verdict",
    "agree", "ask_function", "ask_value", "close_numbers", "each", "grade", "plain",
]  # fmt: skip
