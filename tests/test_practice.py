"""`check` takes anything and gives a verdict; a quick question is clicked and gives nothing away; progress is shown."""

import contextlib
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import imbalance_lib as il
from imbalance_lib import bank
from imbalance_lib.checks import Verdict, progress
from imbalance_lib.practice import Quick

KEYS = {q.id: q.right(q.cases(0)[0]) for q in bank.questions() if q.kind == "choice"}
QUICK = [q.id for q in bank.questions() if q.id.startswith("quick-")]


def right_metrics(tp, fp, fn, tn):
    def share(part, whole):
        return part / whole if whole else float("nan")

    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)


# --- check ------------------------------------------------------------------------------------------------


def test_check_logs_what_it_says():
    il.check("metrics-from-counts", lambda tp, fp, fn, tn: [100 * x for x in right_metrics(tp, fp, fn, tn)])
    il.check("metrics-from-counts", right_metrics)
    first, second = progress.events()
    assert (first["status"], first["misconceptions"], first["points"]) == ("wrong", ["percent"], 0)
    assert (second["status"], second["points"], second["possible"]) == ("right", 3, 3)
    question = bank.find("metrics-from-counts")
    assert second["seed"] == question.practice_seed and second["question_version"] == question.version
    assert second["version"] == il.__version__ and second["seconds"] >= 0 and second["kind"] == "check"


def stub(tp, fp, fn, tn):
    """Precision, recall and F1."""


@pytest.mark.parametrize("answer", [..., stub])
def test_an_open_answer_leaves_no_mark(answer, own_home):
    assert il.check("metrics-from-counts", answer).status == "unanswered"
    assert il.check("metrics-from-counts").status == "unanswered"
    assert not own_home.exists()


@pytest.mark.parametrize("run", ["autograde", "validate"])
def test_under_nbgrader_nothing_is_logged(monkeypatch, own_home, run):
    monkeypatch.setenv("NBGRADER_EXECUTION", run)
    for answer in (right_metrics, lambda *_: 1, ...):
        assert il.check("metrics-from-counts", answer).note == ""
    assert not own_home.exists()


def test_hints_step_forward_with_tries_and_stay_at_the_last():
    question = bank.find("true-alarms")
    assert len(question.hints) == 3
    hints = [il.check(question.id, value).hint for value in (0.5, object(), 0.6, 0.7, 0.8)]
    assert hints == [*question.hints, question.hints[-1], question.hints[-1]]
    assert il.check(question.id, ...).hint == ""
    assert il.check(question.id, question.right(question.cases(question.practice_seed)[0])).hint == ""
    assert il.check("metrics-from-counts", lambda *_: 1).hint == bank.find("metrics-from-counts").hints[0]


@pytest.mark.parametrize("question_id", ["nobody", "", "\ud800", "<b>"])
def test_an_unknown_question_is_a_verdict_that_lists_the_known_ones(question_id, own_home):
    verdict = il.check(question_id, 1)
    assert verdict.status == "error" and "metrics-from-counts" in verdict.message and verdict.points == 0
    assert "<b>" not in verdict.html and not own_home.exists()


class EqualsEverything:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__

    def __repr__(self):
        return "<script>"


@pytest.mark.parametrize("question_id", [None, 5, right_metrics, EqualsEverything(), ["metrics-from-counts"]])
def test_a_question_is_asked_for_by_text(question_id):
    verdict = il.check(question_id, right_metrics)
    assert verdict.status == "error" and type(question_id).__name__ in verdict.message


@pytest.mark.parametrize("answer", [5, None, "text", [1, 2], np.zeros(3), EqualsEverything()])
def test_where_a_function_is_asked_for_other_things_are_told_so(answer):
    verdict = il.check("metrics-from-counts", answer)
    assert verdict.status == "error" and "def metrics(...):" in verdict.message
    assert type(answer).__name__ in verdict.message and verdict.question == "metrics-from-counts"


objects = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.complex_numbers(), st.decimals(),
    st.fractions(), st.datetimes(), st.uuids(), st.lists(st.floats()), st.dictionaries(st.text(), st.floats()),
    st.sets(st.integers()),
    st.sampled_from([len, int, object, EqualsEverything(), print, Verdict, iter([1]), range(3), 1 << 20_000]),
    st.recursive(st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.integers(), inner)),
    st.sampled_from(["", "x", *KEYS.values()]),
)  # fmt: skip
VALUES = [q.id for q in bank.questions() if q.kind != "code" and q.id != "read-report"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(VALUES), objects)
def test_check_never_raises_and_never_prints(question_id, answer):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        verdict = il.check(question_id, answer)
        bundle = verdict._repr_mimebundle_()
    assert isinstance(verdict, Verdict) and out.getvalue() == ""
    assert verdict.status == "right" or verdict.points < max(verdict.possible, 1)
    "".join(bundle.values()).encode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(objects)
def test_a_function_may_give_back_anything(value):
    verdict = il.check("metrics-from-counts", lambda *_: value)
    assert verdict.status in ("wrong", "error")
    "".join(verdict._repr_mimebundle_().values()).encode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(objects.filter(lambda answer: answer is not ...))
def test_anything_may_be_given_for_a_function(answer):
    if callable(answer):
        answer = type("Callable", (), {"__call__": lambda self, *_: answer})()
    assert il.check("metrics-from-counts", answer).status in ("wrong", "error")


# --- quick questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("question_id", QUICK)
def test_a_quick_question_can_be_clicked(question_id):
    question = bank.find(question_id)
    prompt, choice, button, verdict = il.quick(question_id).widget().children
    assert choice.value is None and button.disabled and verdict.value == ""
    assert [key for _, key in choice.options] == question.order(question.practice_seed)
    for slip in question.slips:
        choice.value = slip.option
        assert not button.disabled and verdict.value == "", "a new choice clears the old verdict"
        button.click()
        assert "Not yet" in verdict.value
        assert Verdict("wrong", slip.says).html.split("<p")[1].removesuffix("</div>") in verdict.value
    choice.value = KEYS[question_id]
    button.click()
    assert "Right" in verdict.value and progress.best()[question_id]["status"] == "right"
    assert len(progress.events()) == len(question.options)


@pytest.mark.parametrize("question_id", QUICK)
def test_the_stored_form_is_the_same_every_time_and_gives_nothing_away(question_id):
    question = bank.find(question_id)
    html = il.quick(question_id).html
    assert html == il.quick(question_id).html == Quick(question).html
    for text in question.options.values():
        assert il.quick(question_id).html.count(text.split(",")[0]) >= 1
    for secret in (*(s.says for s in question.slips), *(s.misconception for s in question.slips), *question.hints):
        assert secret not in html
    assert "script" not in html and "checked" not in html
    # nothing about the key but its text: the same form with another right answer would read the same
    assert html.count("<li>") == len(question.options)


@pytest.mark.parametrize("question_id", QUICK)
def test_a_notebook_gets_the_widget_and_the_stored_form(question_id):
    bundle = il.quick(question_id)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/html"] == il.quick(question_id).html
    assert "\n" not in bundle["text/plain"]


def test_only_a_choice_is_quick():
    with pytest.raises(ValueError, match="question_id is 'true-alarms', a numeric question"):
        il.quick("true-alarms")
    with pytest.raises(KeyError, match="nobody"):
        il.quick("nobody")


# --- progress ---------------------------------------------------------------------------------------------


def test_progress_starts_open_and_fills_up():
    table = il.show_progress()
    assert len(table.rows) == len(bank.questions()) and {row[1] for row in table.rows} == {"open"}
    assert "Nothing answered yet" in repr(table)

    il.check("metrics-from-counts", right_metrics)
    il.check("metrics-from-counts", lambda *_: 1)
    il.check("metric-for-capacity", "accuracy")
    rows = {row[0]: row[1:] for row in il.show_progress("01").rows}
    assert rows["metrics-from-counts"] == ("right", 3.0, 3), "a later slip takes nothing away"
    assert rows["metric-for-capacity"] == ("wrong", 0.0, 1) and rows["true-alarms"][0] == "open"
    possible = sum(q.points for q in bank.questions())
    assert il.show_progress().summary == f"1 of {len(bank.questions())} questions right, 3 of {possible:g} points."
    assert il.show_progress("99").rows == ()


def test_progress_is_shown_as_html_and_as_text():
    progress.record({"kind": "check", "question": "true-alarms", "status": "wrong", "points": 0})
    bundle = il.show_progress()._repr_mimebundle_()
    assert bundle["text/html"].count("<tr>") == len(bank.questions()) + 1
    assert "true-alarms: wrong 0 of 2" in bundle["text/plain"] == repr(il.show_progress())
