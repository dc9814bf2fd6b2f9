"""Grade an answer by what it does: ask it, compare with the reference, name the mistake, show the smallest case."""

import time
from typing import Any

from imbalance_lib.checks.agree import agree, plain
from imbalance_lib.checks.limit import Ask, Reply
from imbalance_lib.checks.naming import name_mistake
from imbalance_lib.checks.question import Case, Each, Milestone, Question, Slip, arguments
from imbalance_lib.checks.smallest import fault_of, shown, smallest
from imbalance_lib.checks.verdict import Verdict


def grade(question: Question, ask: Ask, seed: int | None = None) -> Verdict:
    """The verdict on the answers that `ask` brings back, for the cases that `seed` draws.

    Pure: it draws, asks, compares and logs nothing. Without a seed, the question's practice seed is used.
    """
    start = time.perf_counter()
    seed = question.practice_seed if seed is None else seed
    verdict = _verdict(question, ask, seed)
    return verdict.at(question, seed, time.perf_counter() - start)


def _verdict(question: Question, ask: Ask, seed: int) -> Verdict:
    cases = question.cases(seed)
    if not isinstance(question.judge, Each):
        return _judged(question, ask, cases)
    replies = ask(cases)
    stopped = _stopped(question, cases, replies)
    if stopped:
        return stopped
    if question.kind == "choice":
        return _choice(question, cases[0], replies[0])

    expected = [plain(question.right(*arguments(question, case))) for case in cases]
    faults = [fault_of(question, *row) for row in zip(cases, expected, replies, strict=True)]
    wrong = [i for i, fault in enumerate(faults) if fault]
    if not wrong:
        return Verdict("right", "Right.", points=question.points)

    name = name_mistake(question, cases, expected, replies, faults)
    compare = " Compare the two values." if question.kind == "code" else " The hint is below."
    message = name.says if name else "Not right yet, and not a mistake this course knows by name." + compare
    return Verdict(
        "wrong",
        message,
        points=_milestones(question, cases, expected, replies, faults),
        misconceptions=name.misconceptions if name else (),
        counterexample=smallest(question, ask, cases, wrong, name),
    )


# --- answers that never got as far as being wrong ---------------------------------------------------------


def _stopped(question: Question, cases: list[Case], replies: list[Reply]) -> Verdict | None:
    states = {reply.state for reply in replies}
    if "unanswered" in states:
        verb = "Fill in" if question.kind == "code" else "Set"
        return Verdict("unanswered", f"{verb} `{question.entry}` in the cell above, then run this cell again.")
    last = replies[-1]
    if last.state == "timeout":
        return Verdict(
            "timeout",
            f"There was {last.message} for {len(cases)} small cases. "
            "Look for a loop that never ends, or work that grows too fast.",
            counterexample=shown(question, cases[len(replies) - 1], "an answer", "still running"),
        )
    if last.state == "died":
        return Verdict(
            "error",
            f"No answer came back: {last.message}. Look for exit(), very deep recursion or very large arrays.",
            counterexample=shown(question, cases[min(len(replies), len(cases)) - 1], "an answer", "the process ended"),
        )
    if states <= {"error", "refused"}:
        same = {(reply.error, reply.message) for reply in replies}
        if len(same) == 1:
            says = last.message if last.state == "refused" else f"it raised {last.error}: {last.message}"
            if question.kind != "code":
                return Verdict("error", f"`{question.entry}` cannot be compared: {says}.")
            return Verdict("error", f"Your answer gives no value, whatever the case: {says}.")
    if all(reply.state == "value" and reply.value is None for reply in replies):
        lost = "Your function gives back None. Is its `return` missing, or does it print the result?"
        return Verdict(
            "wrong",
            lost if question.kind == "code" else f"`{question.entry}` is None; set it to a value.",
            misconceptions=("no-return",) if question.kind == "code" else (),
        )
    return None


def _choice(question: Question, case: Case, reply: Reply) -> Verdict:
    options = question.options or {}
    key = reply.value.strip() if isinstance(reply.value, str) else reply.value
    if not isinstance(key, str) or key not in options:
        known = ", ".join(f'"{k}"' for k in sorted(options))
        return Verdict("error", f"`{question.entry}` is {reply.value!r:.60}; it must be one of {known}.")
    if key == question.right(case):
        return Verdict("right", "Right.", points=question.points)
    slip = next(s for s in question.slips if s.option == key)
    return Verdict("wrong", slip.says, misconceptions=(slip.misconception,))


def _judged(question: Question, ask: Ask, cases: list[Case]) -> Verdict:
    """A question with a judge of its own: it may ask again, and returns what is wrong or None."""
    replies = ask(cases)
    stopped = _stopped(question, cases, replies)
    if stopped:
        return stopped
    failed = next((i for i, reply in enumerate(replies) if reply.state != "value"), None)
    if failed is not None:
        fault = fault_of(question, cases[failed], None, replies[failed])
        return Verdict(
            "wrong",
            "Your answer gives no value for some cases.",
            counterexample=shown(question, cases[failed], "an answer", fault or ""),
        )
    try:
        wrong = question.judge(ask, cases)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
        wrong = "The answer does not have the form that was asked for."
    if wrong is None:
        return Verdict("right", "Right.", points=question.points)
    for slip in question.slips:
        if slip.holds and all(_holds(slip, case, reply) for case, reply in zip(cases, replies, strict=True)):
            return Verdict("wrong", slip.says, misconceptions=(slip.misconception,))
    return Verdict("wrong", wrong)


def _holds(slip: Slip, case: Case, reply: Reply) -> bool:
    """A property is written for answers of the right form; one of another form does not have it."""
    try:
        return slip.holds is not None and slip.holds(case, reply.value)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
        return False


def _milestones(
    question: Question, cases: list[Case], expected: list[Any], replies: list[Reply], faults: list[str | None]
) -> float:
    earned = 0.0
    for milestone in question.milestones:
        covered = [i for i, case in enumerate(cases) if milestone.covers(case)]
        if covered and all(_reached(milestone, expected[i], replies[i], faults[i]) for i in covered):
            earned += milestone.points
    return earned


def _reached(milestone: Milestone, expected: Any, reply: Reply, fault: str | None) -> bool:
    if not milestone.keys:
        return fault is None
    if reply.state != "value" or type(reply.value) is not type(expected) or len(reply.value) != len(expected):
        return False
    named = isinstance(expected, list) or reply.value.keys() == expected.keys()
    return named and not any(agree(expected[key], reply.value[key]) for key in milestone.keys)
