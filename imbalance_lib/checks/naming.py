"""Name the mistake: the known slip that answers like the learner, or nobody; never the nearest."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imbalance_lib.checks.agree import agree, plain
from imbalance_lib.checks.limit import Reply
from imbalance_lib.checks.question import Case, Question, Slip, arguments, same_values


@dataclass(frozen=True)
class Name:
    """Mistakes that explain the answer, and the sentences that tell them."""

    misconceptions: tuple[str, ...]
    says: str


def name_mistake(
    question: Question, cases: list[Case], expected: list[Any], replies: list[Reply], faults: list[str | None]
) -> Name | None:
    """One slip that answers like the learner on all cases; one for each part; two together; else nobody."""
    made = {slip: made_by(question, slip, cases) for slip in question.slips if slip.answer}
    one = [slip for slip, theirs in made.items() if _alike(question, cases, theirs, replies)]
    if one:
        return Name((one[0].misconception,), one[0].says)
    return (
        _shape(replies, faults)
        or _form(question, cases, expected, replies)
        or _parts(question, expected, made, replies)
        or _pair(question, cases, made, replies, faults)
    )


def made_by(question: Question, slip: Slip, cases: list[Case]) -> list[Reply]:
    replies = []
    for case in cases:
        try:
            assert slip.answer is not None
            replies.append(Reply("value", plain(slip.answer(*arguments(question, case)))))
        except Exception as fault:
            replies.append(Reply("error", error=type(fault).__name__))
    return replies


def like(question: Question, case: Case, theirs: Reply, reply: Reply) -> bool:
    if theirs.state == "error" or reply.state != "value":
        return theirs.state == reply.state and theirs.error == reply.error
    if question.judge.same is same_values:  # a mistake keeps its name under a little noise: an epsilon, float32
        return agree(theirs.value, reply.value, rtol=1e-4) is None
    return question.judge.same(case, theirs.value, reply.value) is None


def _alike(question: Question, cases: list[Case], theirs: list[Reply], replies: list[Reply]) -> bool:
    return all(like(question, *row) for row in zip(cases, theirs, replies, strict=True))


def _shape(replies: list[Reply], faults: list[str | None]) -> Name | None:
    """The same fault of form in every case: a dict for a list, a key that is missing, four values for three."""
    if faults[0] and len(set(faults)) == 1 and not faults[0].endswith("differs"):
        if all(reply.state == "value" for reply in replies):
            return Name(("wrong-form",), f"The answer has another form than was asked for: {faults[0]}.")
    return None


def _form(question: Question, cases: list[Case], expected: list[Any], replies: list[Reply]) -> Name | None:
    """Right numbers in the wrong form, whatever the question: percent, rounded, text."""
    forms: list[tuple[str, Callable[[Any], Any], str]] = [
        ("percent", lambda x: 100 * x, "Right numbers, but in percent. Give shares between 0 and 1."),
        ("text", str, "Right numbers, but given as text. Return numbers."),
        *(
            (
                f"rounded-to-{k}",
                lambda x, k=k: round(x, k),
                f"Right numbers, but rounded to {k} decimals. Do not round: the difference shows in small cases.",
            )
            for k in ((4, 3, 2, 1, 0) if question.kind == "code" else (4, 3, 2))  # one 0.1 may be anything
        ),
    ]
    for misconception, change, says in forms:
        turned = [_on_numbers(value, change) for value in expected]
        if all(
            r.state == "value" and question.judge.same(c, t, r.value) is None
            for c, t, r in zip(cases, turned, replies, strict=True)
        ):
            return Name((misconception,), says)
    return None


def _on_numbers(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        return [_on_numbers(v, change) for v in value]
    if isinstance(value, dict):
        return {k: _on_numbers(v, change) for k, v in value.items()}
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return value
    return change(value)


def _parts(
    question: Question, expected: list[Any], made: dict[Slip, list[Reply]], replies: list[Reply]
) -> Name | None:
    """Each part of a list or dict is right, or is what one slip makes of that part, in every case."""
    keys = _keys(expected[0])
    if len(keys) < 2 or any(_keys(e) != keys for e in expected):
        return None
    if any(r.state != "value" or _keys(r.value) != keys for r in replies):
        return None
    chosen: list[Slip] = []
    for key in keys:
        theirs = [r.value[key] for r in replies]
        if not any(agree(e[key], t) for e, t in zip(expected, theirs, strict=True)):
            continue
        explain = [
            slip
            for slip, made_by in made.items()
            if all(
                m.state == "value" and _keys(m.value) == keys and agree(m.value[key], t) is None
                for m, t in zip(made_by, theirs, strict=True)
            )
        ]
        already = [slip for slip in explain if slip in chosen]
        if not already and len({slip.misconception for slip in explain}) != 1:
            return None  # nobody, or more than one: naming would be a guess
        chosen += [] if already else explain[:1]
    if question.kind != "code" and len(chosen) > 1:
        return None  # one case: two numbers agree by chance
    return _names(chosen)


def _keys(value: Any) -> list[Any]:
    return (
        list(range(len(value)))
        if isinstance(value, list)
        else sorted(value, key=str)
        if isinstance(value, dict)
        else []
    )


def _pair(
    question: Question, cases: list[Case], made: dict[Slip, list[Reply]], replies: list[Reply], faults: list[str | None]
) -> Name | None:
    """Two slips that together answer like the learner on every case, both needed, and no other two do.

    Names and other texts agree by chance too often for that: there it is not tried.
    """
    if all(isinstance(reply.value, str) for reply in replies):
        return None
    every, wrong = set(range(len(cases))), {i for i, fault in enumerate(faults) if fault}
    hits = {
        slip: {i for i in every if like(question, cases[i], theirs[i], replies[i])} for slip, theirs in made.items()
    }
    slips = [slip for slip, seen in hits.items() if seen & wrong and not wrong <= seen]
    pairs = [(a, b) for n, a in enumerate(slips) for b in slips[n + 1 :] if hits[a] | hits[b] == every]
    if len({(a.misconception, b.misconception) for a, b in pairs}) != 1:
        return None
    return _names(list(pairs[0]))


def _names(slips: list[Slip]) -> Name | None:
    if not slips:
        return None
    if len(slips) == 1:
        return Name((slips[0].misconception,), slips[0].says)
    return Name(
        tuple(s.misconception for s in slips), "There is more than one mistake. " + " ".join(s.says for s in slips)
    )
