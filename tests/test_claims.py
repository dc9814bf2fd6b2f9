"""A claim holds or stops the lesson; recorded, it never stops it; its figures are always readable."""

import dataclasses
import json
import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imbalance_lib as il
from imbalance_lib.claims import Claim, ClaimFailed, same_size, two_figures

MEANING = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq}
numbers = st.floats(-1e6, 1e6)


def state(value=0.9, op=">", bound=0.5, **more):
    return il.claim("it-works", "It works", value, op, bound, source="measured here", **more)


@given(numbers, st.sampled_from(sorted(MEANING)), numbers)
def test_it_means_what_python_means(value, op, bound):
    if MEANING[op](value, bound):
        assert state(value, op, bound, tolerance=0).held
    else:
        with pytest.raises(ClaimFailed, match="it-works"):
            state(value, op, bound, tolerance=0)


@pytest.mark.parametrize("op, holds", [(">", False), (">=", True), ("<", True), ("<=", True), ("==", True)])
def test_tolerance_forgives_rounding_but_makes_no_strict_claim_true(op, holds):
    claim = Claim("a", "A", 0.3, op, 0.1 + 0.2)
    assert claim.value < claim.bound and claim.held == holds
    assert Claim("a", "A", 0.3, op, 0.3).held == ("=" in op)


def test_a_wide_tolerance_is_shown():
    assert "0.501 = 0.5 within 0.01" in repr(state(0.501, "==", 0.5, tolerance=0.01))
    with pytest.raises(ClaimFailed):
        state(0.52, "==", 0.5, tolerance=0.01)


def test_the_failure_is_one_sentence_with_both_figures():
    with pytest.raises(ClaimFailed) as caught:
        state(0.25, ">", 0.5)
    assert isinstance(caught.value, AssertionError)
    assert str(caught.value) == "claim 'it-works' does not hold: It works (0.25 is not > 0.5)"


@pytest.mark.parametrize(
    "value", [float("nan"), np.float64("nan"), float("inf"), None, "0.9", True, np.True_, [0.9], np.array([0.9]), 1j]
)
@pytest.mark.parametrize("argument", ["value", "bound", "against", "tolerance"])
def test_what_is_no_number_is_named(argument, value):
    with pytest.raises(ValueError, match=f"{argument} is .*; it must be one finite number"):
        state(**{argument: value})


@pytest.mark.parametrize("value", [1, 1.0, np.float64(1), np.float32(1), np.int64(1), np.array(1.0), Fraction(1)])
def test_any_number_is_shown_as_a_plain_one(value):
    assert repr(state(value)) == "✓ holds: It works (1 > 0.5)"
    assert type(state(value).value) is float


@pytest.mark.parametrize(
    "argument, value",
    [
        ("name", "It works"), ("name", "a--b"), ("name", 3), ("text", ""), ("text", "two\nlines"), ("op", "!="),
        ("op", None), ("source", " "), ("article", ""), ("attempt", 0), ("attempt", True), ("fmt", "%d"), ("fmt", 3),
    ],
)  # fmt: skip
def test_bad_input_is_named(argument, value):
    given = {"name": "a", "text": "A", "value": 1, "op": ">", "bound": 0, "source": "s"} | {argument: value}
    with pytest.raises(ValueError, match=f"{argument} is "):
        il.claim(**given)


def test_it_renders_on_one_line_and_the_same_each_time():
    claim = state(np.float64(0.9312), article="It never works")
    page = claim._repr_html_()
    assert repr(claim) == "✓ holds: It works (0.931 > 0.5)"
    assert "✓ holds" in page and "0.931 &gt; 0.5" in page and "\n" not in page
    assert page == state(0.9312, article="It never works")._repr_html_()
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim.value = 1


def test_html_is_escaped():
    assert "<script>" not in il.claim("a", "<script>", 1, ">", 0, source="s")._repr_html_()


@given(numbers, numbers)
def test_different_numbers_look_different(value, bound):
    left, right = two_figures(value, bound)
    assert (left == right) == (value == bound)
    if abs(value - bound) > 1e-2 * max(abs(value), abs(bound)):
        assert float(left.replace(",", "")) == pytest.approx(value, rel=0.005)


@given(numbers.filter(lambda x: abs(x) > 1e-6), st.floats(0.51, 1.99))
def test_sizes_within_a_factor_of_two(size, factor):
    assert same_size(size, size * factor) and same_size(size * factor, size)
    assert not same_size(size, size * (factor + 1.5)) and not same_size(size, -size * factor)


# --- recording --------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path, monkeypatch):
    path = tmp_path / "claims.jsonl"
    monkeypatch.setenv("IMBALANCE_TRUTH", str(path))
    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", "103")
    return path


def test_recorded_it_does_not_stop_the_lesson(log):
    assert state(0.9).held
    failed = state(np.float32(0.25), against=0.1, attempt=2, article="It always works")
    assert repr(failed) == "✗ does not hold: It works (0.25 is not > 0.5)"
    assert "✗ does not hold" in failed._repr_html_()
    first, second = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    assert first["held"] and first["shift"] == 103 and first["value"] == 0.9
    assert second == {
        "name": "it-works", "text": "It works", "value": 0.25, "op": ">", "bound": 0.5, "against": 0.1, "attempt": 2,
        "tolerance": 1e-9, "source": "measured here", "article": "It always works", "shift": 103, "held": False,
    }  # fmt: skip


def test_bad_input_is_an_error_while_recording_too(log):
    with pytest.raises(ValueError, match="value is nan"):
        state(float("nan"))
    assert not log.exists()
