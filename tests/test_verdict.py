"""A verdict is safe HTML in a notebook, text in a terminal, JSON for machines, and points for nbgrader."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbalance_lib import bank
from imbalance_lib.checks import Counterexample, Verdict, ask_function, ask_value, grade
from imbalance_lib.checks.verdict import MARKS
from imbalance_lib.cli import text_of

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
ALLOWED = {"div", "strong", "span", "p", "code", "table", "tr", "th", "td", "details", "summary", "em"}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.attributes, self.words = [], set(), set(), ""
        self.feed(text)
        self.close()
        assert not self.open, "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def safe(verdict):
    tags = Tags(verdict.html)
    assert tags.seen <= ALLOWED and tags.attributes <= {"style", "scope"}
    assert "Traceback" not in verdict.html and "File &quot;" not in verdict.html
    return tags


def full(status="wrong", text=EVIL, **changes):
    seen = Counterexample(text, text, text, text)
    fields = {"points": 1, "possible": 3, "misconceptions": (text,), "hint": text, "read": text, "question": text}
    return Verdict(status, text, counterexample=seen, note=text, version=1, seed=7, **{**fields, **changes})


@pytest.mark.parametrize("status", MARKS)
def test_html_escapes_whatever_stands_in_it(status):
    tags = safe(full(status))
    assert EVIL in tags.words, "it is shown, as text"


@given(st.text(), st.sampled_from(sorted(MARKS)))
def test_any_text_is_safe(text, status):
    verdict = full(status, text)
    safe(verdict)
    assert isinstance(verdict.text, str)
    assert json.loads(verdict.json)["message"] == text


def test_what_an_answer_brings_is_escaped_on_its_whole_way():
    question = bank.find("metrics-from-counts")

    def raises(*_):
        raise ValueError(EVIL)

    Evil = type(EVIL, (), {"__repr__": lambda self: EVIL})
    answers = [raises, lambda *_: EVIL, lambda *_: [EVIL] * 3, lambda *_: {EVIL: 1}, lambda *_: Evil()]
    for answer in answers:
        verdict = grade(question, ask_function(answer, question.play, 20))
        assert verdict.status in ("wrong", "error")
        safe(verdict)
    for question_id in ("metric-for-capacity", "true-alarms", "read-report"):
        safe(grade(bank.find(question_id), ask_value(EVIL)))
        safe(grade(bank.find(question_id), ask_value({EVIL: 1})))


def test_text_that_no_machine_can_send_does_not_get_out():
    """A lone surrogate cannot be encoded: it would break the kernel's message."""
    question = bank.find("metrics-from-counts")

    def raises(*_):
        raise ValueError("\ud800")

    for answer in (raises, lambda *_: "\ud800", lambda *_: {"\ud800": "\ud800"}):
        verdict = grade(question, ask_function(answer, question.play, 20))
        (verdict.html + verdict.text + verdict.json).encode()


def test_a_word_stands_beside_the_color():
    for status, (mark, word, color) in MARKS.items():
        html = Verdict(status, "m").html
        assert mark in html and word in html and color in html
    assert len({word for _, word, _ in MARKS.values()}) == len(MARKS)


def test_backticks_become_code():
    assert "<code>return</code>" in Verdict("wrong", "Is the `return` missing?").html
    assert "<code>&lt;b&gt;</code>" in Verdict("wrong", "Write `<b>`.").html
    assert "Is the return missing?" in Verdict("wrong", "Is the `return` missing?").text


def test_hint_and_reading_are_for_those_who_are_not_done():
    for status in MARKS:
        verdict = full(status, text="", hint="a hint", read="Lesson 01")
        shown = status in ("wrong", "error", "timeout")
        assert ("a hint" in verdict.html) == ("a hint" in verdict.text) == shown
        assert ("Lesson 01" in verdict.html) == ("Lesson 01" in verdict.text) == shown


def test_what_is_long_is_cut_in_the_middle():
    verdict = full(text="a" * 200 + "b" * 100_000 + "c" * 200, question="q", hint="", read="")
    row = next(line for line in verdict.text.splitlines() if "your answer" in line)
    assert len(row) < 400 and row.count("a") > 100 and row.endswith("c" * 100)


def test_points_read_well():
    assert "1 of 1 point" in Verdict("right", "Right.", 1, 1).text + "\n"
    assert "1 of 1 points" not in Verdict("right", "Right.", 1, 1).text
    assert "2.5 of 3 points" in Verdict("wrong", "m", 2.5, 3).html


def test_json_brings_every_field_there_and_back():
    verdict = full(misconceptions=("a", "b"), seconds=0.25)
    fields = json.loads(verdict.json)
    assert "\n" not in verdict.json
    back = Verdict(**{**fields, "misconceptions": tuple(fields["misconceptions"]),
                      "counterexample": Counterexample(**fields["counterexample"])})  # fmt: skip
    assert back == verdict and text_of(fields) == verdict.text
    assert text_of(json.loads(Verdict("right", "Right.").json)) == Verdict("right", "Right.").text


# --- what a notebook, nbgrader and a machine are shown ----------------------------------------------------


def shown(verdict):
    return verdict._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("run", ["autograde", "validate"])
@pytest.mark.parametrize("points", [0, 1, 2.5, 3, 1 / 3])
def test_nbgrader_reads_a_number(monkeypatch, run, points):
    monkeypatch.setenv("NBGRADER_EXECUTION", run)
    verdict = full(points=points)
    assert float(shown(verdict)) == pytest.approx(points, rel=1e-5)
    assert "text/html" in verdict._repr_mimebundle_()
    monkeypatch.setenv("IMBALANCE_VERDICT", "json")
    assert float(shown(verdict)) == pytest.approx(points, rel=1e-5), "points first: anything else would be full points"


def test_a_machine_gets_json_and_everybody_else_text(monkeypatch):
    verdict = full()
    assert shown(verdict) == verdict.text == repr(verdict)
    monkeypatch.setenv("IMBALANCE_VERDICT", "json")
    assert json.loads(shown(verdict))["seed"] == 7
    monkeypatch.setenv("IMBALANCE_VERDICT", "text")
    assert shown(verdict) == verdict.text


def test_nbgrader_itself_takes_the_points_from_the_output(monkeypatch):
    """The rule that the whole format rests on, asked of nbgrader's own function."""
    from nbformat.v4 import new_code_cell, new_output
    from nbgrader.utils import determine_grade

    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    meta = {"nbgrader": {"grade": True, "grade_id": "g", "points": 3, "solution": False, "locked": True, "task": False,
                         "schema_version": 3, "cell_type": "code"}}  # fmt: skip
    for points in (0.0, 1.0, 2.5, 3.0):
        data = full(points=points)._repr_mimebundle_()
        cell = new_code_cell("il.check()", metadata=meta, outputs=[new_output("execute_result", data)])
        assert determine_grade(cell) == (points, 3)
    cell = new_code_cell("x", metadata=meta, outputs=[new_output("execute_result", {"text/plain": full().text})])
    assert determine_grade(cell) == (3, 3), "text alone would give an unfinished answer all points"
