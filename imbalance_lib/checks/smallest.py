"""The smallest case on which an answer is wrong: what a learner can work out by hand."""

import re
from typing import Any

from imbalance_lib.checks.agree import plain
from imbalance_lib.checks.limit import Ask, Reply
from imbalance_lib.checks.naming import Name, like, made_by
from imbalance_lib.checks.question import Case, Question, arguments, smaller
from imbalance_lib.checks.verdict import Counterexample

SHRINK_ROUNDS = 40


def fault_of(question: Question, case: Case, expected: Any, reply: Reply) -> str | None:
    if reply.state == "value":
        return question.judge.same(case, expected, reply.value)
    return f"it raised {reply.error}: {reply.message}" if reply.state == "error" else reply.message


def smallest(question: Question, ask: Ask, cases: list[Case], wrong: list[int], name: Name | None) -> Counterexample:
    """The smallest case on which the answer is wrong and, if it can be had, no other known mistake answers so."""
    named = name.misconceptions if name else ()
    others = [s for s in question.slips if s.answer and s.misconception not in named]

    def telling(case: Case, reply: Reply) -> bool:
        return not any(like(question, case, made_by(question, s, [case])[0], reply) for s in others)

    def failing(tried: list[Case], alone: bool) -> Case | None:
        for case, reply in zip(tried, ask(tried), strict=False):
            bad = reply.state in ("value", "error", "refused") and fault_of(
                question, case, _right(question, case), reply
            )
            if bad and (not alone or telling(case, reply)):
                return case
        return None

    candidates = sorted((cases[i] for i in wrong), key=_size)
    alone = True
    case = failing(candidates, alone)
    if case is None:
        case, alone = candidates[0], False
    for _ in range(SHRINK_ROUNDS if question.kind == "code" else 0):
        steps = [c for c in smaller(case, question.rows) if _size(c) < _size(case) and question.valid(c)]
        less = failing(sorted(steps, key=_size), alone) if steps else None
        if less is None:
            break
        case = less
    reply = ask([case])[0]
    expected = _right(question, case)
    fault = fault_of(question, case, expected, reply) or ""
    got = repr(reply.value) if reply.state == "value" else fault
    return shown(question, case, repr(expected), got, fault if reply.state == "value" else "")


def _right(question: Question, case: Case) -> Any:
    return plain(question.right(*arguments(question, case)))


def _size(case: Case) -> tuple[int, float]:
    text = repr(list(case.values()))
    return len(text), sum(float(number) for number in re.findall(r"\d+\.?\d*", text))


def shown(question: Question, case: Case, expected: str, got: str, differs: str = "") -> Counterexample:
    """Nothing is given away where the answer is a value: only the learner's own value is shown."""
    if question.kind != "code":
        return Counterexample("", "", got, "")
    shown = f"{question.entry}({', '.join(f'{value!r}' for value in case.values())})"
    return Counterexample(shown, expected, got, differs)
