"""Natural frequencies against exact fractions, a counted population, a simulation and the paper."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, precision_score

from imbalance_lib.priors import (
    corrected_probability,
    natural_frequencies,
    precision_at_prevalence,
    prevalence_for_precision,
)

# Rates with a few digits, as people say them; 0 and 1 among them.
rates = st.integers(0, 10_000).map(lambda k: k / 10_000)
inner = st.integers(1, 9_999).map(lambda k: k / 10_000)
crowds = st.integers(1, 100_000)


def exact(prevalence, recall, false_positive_rate):
    """The four cells as shares of all people, in whole-number arithmetic."""
    p, r, f = (Fraction(str(rate)) for rate in (prevalence, recall, false_positive_rate))
    return {"tp": p * r, "fn": p * (1 - r), "fp": (1 - p) * f, "tn": (1 - p) * (1 - f)}


@given(rates, rates, rates, crowds)
def test_expected_counts_precision_and_accuracy_are_those_of_exact_fractions(p, r, f, people):
    told, cells = natural_frequencies(p, r, f, people), exact(p, r, f)
    for name, share in cells.items():
        assert getattr(told.expected, name) == pytest.approx(float(share * people), rel=1e-9, abs=1e-9)
    assert told.accuracy == pytest.approx(float(cells["tp"] + cells["tn"]))
    alerts = cells["tp"] + cells["fp"]
    if alerts == 0:
        assert told.precision is None
    else:
        assert told.precision == pytest.approx(float(cells["tp"] / alerts))


@given(rates, rates, rates, crowds)
def test_whole_people_add_up_and_stay_within_one(p, r, f, people):
    told = natural_frequencies(p, r, f, people)
    whole = told.whole
    cells = [whole.tp, whole.fn, whole.fp, whole.tn]
    assert all(type(count) is int and count >= 0 for count in cells)
    assert sum(cells) == people
    assert abs(whole.positives - people * p) <= 0.5 + 1e-6, "the classes are rounded first, to the nearest"
    for name, share in exact(p, r, f).items():
        assert abs(getattr(whole, name) - share * people) < 1 + 1e-6


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_counts_that_are_whole_already_are_not_rounded(tp, fn, fp, tn):
    if tp + fn == 0 or fp + tn == 0:
        return
    people = tp + fn + fp + tn
    told = natural_frequencies((tp + fn) / people, tp / (tp + fn), fp / (fp + tn), people)
    assert (told.whole.tp, told.whole.fn, told.whole.fp, told.whole.tn) == (tp, fn, fp, tn)


@pytest.mark.parametrize("p, r, f", [(0.1, 0.8, 0.3), (0.01, 0.9, 0.1), (0.5, 1.0, 0.002), (0.02, 0.5, 0.05)])
def test_a_population_counted_one_by_one_agrees_with_scikit_learn(p, r, f):
    whole = natural_frequencies(p, r, f).whole
    y_true = np.repeat([1, 1, 0, 0], [whole.tp, whole.fn, whole.fp, whole.tn])
    y_pred = np.repeat([1, 0, 1, 0], [whole.tp, whole.fn, whole.fp, whole.tn])
    assert precision_score(y_true, y_pred) == pytest.approx(precision_at_prevalence(p, r, f))
    assert accuracy_score(y_true, y_pred) == pytest.approx(natural_frequencies(p, r, f).accuracy)


def test_a_simulated_test_reaches_the_closed_form():
    rng, p, r, f = np.random.default_rng(0), 0.02, 0.8, 0.06
    ill = rng.random(400_000) < p
    flagged = rng.random(ill.size) < np.where(ill, r, f)
    seen, alerts = ill[flagged].mean(), flagged.sum()
    want = precision_at_prevalence(p, r, f)
    assert abs(seen - want) < 5 * np.sqrt(want * (1 - want) / alerts)


def test_the_mammography_problem_of_gigerenzer_and_hoffrage_1995():
    told = natural_frequencies(prevalence=0.01, recall=0.8, false_positive_rate=0.096)
    assert told.precision_in_words == "8 of 103 alerts"
    assert told.precision == pytest.approx(0.078, abs=0.0005)


def test_no_alert_has_no_precision_and_says_so():
    nobody = natural_frequencies(0.01, 0, 0)
    assert nobody.precision is None and precision_at_prevalence(0.01, 0, 0) is None
    assert nobody.precision_in_words == "no alerts among 1,000"
    only_healthy = natural_frequencies(0.01, 0, 0.1)
    assert only_healthy.precision == 0
    assert only_healthy.precision_in_words == "0 of 99 alerts"


def test_one_alert_is_not_a_plural():
    assert natural_frequencies(0.001, 1, 0).precision_in_words == "1 of 1 alert"


@given(rates, inner, inner)
def test_the_inverse_returns_to_the_prevalence(p, r, f):
    assert prevalence_for_precision(precision_at_prevalence(p, r, f), r, f) == pytest.approx(p)


@pytest.mark.parametrize("name", ["prevalence", "recall", "false_positive_rate"])
@pytest.mark.parametrize("bad", [-0.1, 1.2, float("nan"), float("inf"), "0.5", None, True])
def test_a_rate_outside_0_to_1_is_named(name, bad):
    given_rates = {"prevalence": 0.1, "recall": 0.9, "false_positive_rate": 0.1, name: bad}
    for function in (natural_frequencies, precision_at_prevalence):
        with pytest.raises(ValueError, match=f"^{name} is .*from 0 to 1"):
            function(**given_rates)


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, float("nan"), float("inf")])
def test_people_must_be_a_whole_number(bad):
    with pytest.raises(ValueError, match="people is"):
        natural_frequencies(0.1, 0.9, 0.1, people=bad)


@pytest.mark.parametrize("recall, rate, name", [(0, 0.1, "recall"), (0.9, 0, "false_positive_rate")])
def test_the_inverse_refuses_where_precision_does_not_depend_on_prevalence(recall, rate, name):
    with pytest.raises(ValueError, match=f"^{name} is 0"):
        prevalence_for_precision(0.5, recall, rate)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6),
    st.integers(1, 30),
    st.integers(1, 30),
)
def test_corrected_probability_is_bayes_in_a_population_counted_by_kind(kinds, more_positives, more_negatives):
    positives, negatives = (sum(kind[c] for kind in kinds) for c in (0, 1))
    if positives == 0 or negatives == 0:
        return
    # The model learned where each positive stood several times, and each negative several times.
    trained = Fraction(positives * more_positives, positives * more_positives + negatives * more_negatives)
    real = Fraction(positives, positives + negatives)
    for p, n in kinds:
        if p + n > 0:
            learned = Fraction(p * more_positives, p * more_positives + n * more_negatives)
            corrected = corrected_probability(float(learned), float(trained), float(real))
            assert type(corrected) is float and corrected == pytest.approx(p / (p + n), rel=1e-9, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1), inner, inner)
def test_a_correction_keeps_the_order_and_is_undone_by_its_opposite(score, trained, real):
    corrected = corrected_probability(score, trained, real)
    assert corrected.shape == (len(score),) and np.all((corrected >= 0) & (corrected <= 1))
    assert np.all(np.diff(corrected[np.argsort(score)]) >= 0)
    assert corrected_probability(corrected, real, trained) == pytest.approx(np.array(score), rel=1e-6, abs=1e-9)


def test_a_correction_says_what_it_needs():
    for wrong in (0, 1.0):
        with pytest.raises(ValueError, match="^trained_prevalence is .*; it must lie between 0 and 1"):
            corrected_probability(0.5, wrong, 0.1)
    with pytest.raises(ValueError, match="^prevalence is 'x'; it must be a number from 0 to 1"):
        corrected_probability(0.5, 0.5, "x")
    for wrong in (1.2, [0.5, np.nan], [-0.1], "high"):
        with pytest.raises(ValueError, match="^score is .*; it must hold probabilities, numbers from 0 to 1"):
            corrected_probability(wrong, 0.5, 0.1)
