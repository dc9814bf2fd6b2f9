"""The explorers: true numbers, quick changes, tasks that tick at the right step, a twin that is stored."""

import re
from fractions import Fraction

import ipywidgets
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ipywidgets.widgets.widget import _instances
from matplotlib.figure import Figure
from sklearn.linear_model import LogisticRegression
from sklearn.utils import all_estimators

from imbalance_lib.explorers import START, percent, prevalence, prevalence_view
from tests.test_plots import Tags, export, words_in


def plain(page):
    """The text of a page, a space for each tag."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace(" .", ".")


def near(text, want):
    """Whether a percentage as written is the share, to the digits that it shows."""
    if text.startswith("less than"):
        return 0 < want < Fraction(1, 10_000)
    if text.startswith("more than"):
        return 1 - Fraction(1, 10_000) < want < 1
    digits = len(text.split()[0].partition(".")[2])
    return abs(Fraction(text.split()[0]) / 100 - want) <= Fraction(51, 100) / 10 ** (digits + 2)


PERCENT = r"((?:less than |more than )?[\d.]+ %)"
rates = st.integers(0, 10_000).map(lambda k: k / 10_000)


@settings(max_examples=200, deadline=None)
@given(rates, rates, rates)
@example(0.001, 0.05, 0.001)  # nobody of 1,000 is ill and flagged
@example(0.01, 0.0, 0.0)  # nobody is flagged at all
@example(0.5, 1.0, 0.001)
def test_the_view_shows_the_numbers_of_exact_fractions(p, r, f):
    text = plain(prevalence_view(p, r, f))
    P, R, F = (Fraction(str(rate)) for rate in (p, r, f))
    cells = [P * R, P * (1 - R), (1 - P) * F, (1 - P) * (1 - F)]
    table = re.search(r"ill ■ ([\d,]+) □ ([\d,]+) .*? healthy ● ([\d,]+) ○ ([\d,]+)", text)
    shown = [int(n.replace(",", "")) for n in table.groups()]
    assert sum(shown) == 1000
    assert all(abs(count - 1000 * share) < 1 for count, share in zip(shown, cells, strict=True))

    tp, _, fp, _ = shown
    alerts = cells[0] + cells[2]
    if alerts == 0:
        assert "Precision has no value" in text and "nan" not in text
    else:
        assert near(re.search(rf"Precision is {PERCENT}", text)[1], cells[0] / alerts)
    if tp + fp > 1:
        assert re.search(rf"{tp:,} of the {tp + fp:,} people flagged (is|are) ill", text)
    few = re.search(r"look at 100,000: ([\d,]+) of the ([\d,]+) people", text)
    if few:
        ill, flagged = (int(n.replace(",", "")) for n in few.groups())
        assert abs(ill - 100_000 * cells[0]) < 1 and abs(flagged - 100_000 * alerts) < 2
    elif alerts > Fraction(2, 100_000):
        assert cells[0] * 1000 > Fraction(49, 10), "few people are ill and flagged, yet no larger crowd is shown"
    assert near(re.search(rf"Accuracy is {PERCENT}", text)[1], cells[0] + cells[3])
    assert near(re.search(rf"Flagging nobody has {PERCENT}", text)[1], 1 - P)
    assert ("accuracy ranks it higher" in text) == (float(1 - P) > float(cells[0] + cells[3])) or abs(
        (1 - P) - (cells[0] + cells[3])
    ) < Fraction(1, 10**12)


def test_grammar_of_few():
    assert "The 1 person flagged is ill." in plain(prevalence_view(0.001, 1, 0))
    assert "1 of the 101 people flagged is ill." in plain(prevalence_view(0.001, 0.9, 0.1))
    assert "Nobody of 1,000 people is flagged." in plain(prevalence_view(0.001, 0.05, 0.0001))


@pytest.mark.parametrize("name, place", [("prevalence", 0), ("recall", 1), ("false_positive_rate", 2)])
def test_a_bad_rate_is_named(name, place):
    state = list(START)
    state[place] = 1.5
    with pytest.raises(ValueError, match=f"^{name} is 1.5"):
        prevalence_view(*state)


@pytest.fixture
def explorer():
    return prevalence()


def test_a_change_shows_the_pure_view_and_sets_it_once(explorer):
    seen = []
    explorer.view.observe(lambda change: seen.append(change["new"]), "value")
    explorer.controls["prevalence"].value = 20
    assert len(seen) == 1
    assert seen[0].startswith(prevalence_view(0.2, START.recall, START.false_positive_rate))
    explorer.controls["recall"].value = 50
    explorer.controls["false_positive_rate"].value = 1
    assert len(seen) == 3
    assert seen[2].startswith(prevalence_view(0.2, 0.5, 0.01))


@pytest.fixture
def heavy_calls(monkeypatch):
    """Every estimator's fit and every drawing of a figure, written down as they are called."""
    calls = []

    def watch(owner, name):
        original = getattr(owner, name)

        def watched(self, *args, **kwargs):
            calls.append(f"{owner.__name__}.{name}")
            return original(self, *args, **kwargs)

        monkeypatch.setattr(owner, name, watched)

    for _, estimator in all_estimators():
        if hasattr(estimator, "fit"):
            watch(estimator, "fit")
    watch(Figure, "savefig")
    watch(Figure, "__init__")
    return calls


def test_a_change_fits_nothing_draws_nothing_and_makes_no_widget(explorer, heavy_calls):
    widgets = set(_instances)
    for k in range(1, 40):
        explorer.controls["prevalence"].value = k
        explorer.controls["recall"].value = 5 + k
        explorer.controls["false_positive_rate"].value = 40 - k / 2
    assert heavy_calls == []
    assert set(_instances) == widgets


def test_the_watch_above_would_see_a_fit_and_a_figure(heavy_calls):
    LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    Figure()
    assert "LogisticRegression.fit" in heavy_calls and "Figure.__init__" in heavy_calls


def status(explorer):
    return re.findall(r"(Done|To do)\.", plain(explorer.view.value))


def steps_down(slider):
    """Press the left arrow until the slider's end; yields after each press."""
    exponents = [k / 20 for k in range(20, -21, -1)]
    for exponent in exponents:
        if 10**exponent < slider.value * 0.999:
            slider.value = 10**exponent
            yield slider.value


def test_the_first_task_ticks_at_the_step_that_halves_precision(explorer):
    def precision(share):
        p, r, f = Fraction(str(share)), Fraction(9, 10), Fraction(1, 10)
        return p * r / (p * r + (1 - p) * f)

    assert status(explorer) == ["To do", "To do"]
    for value in steps_down(explorer.controls["prevalence"]):
        reached = precision(value / 100) <= precision(0.01) / 2
        assert status(explorer)[0] == ("Done" if reached else "To do")
        if reached:
            break
    assert reached
    explorer.controls["prevalence"].value = 50
    assert status(explorer)[0] == "Done", "what is done stays done"


def test_the_first_task_wants_half_exactly(explorer):
    explorer.controls["prevalence"].value = 0.482  # precision 4.18 %, and half of the start is 4.17 %
    assert status(explorer)[0] == "To do"
    explorer.controls["prevalence"].value = 0.480  # 4.16 %
    assert status(explorer)[0] == "Done"


@pytest.mark.parametrize("control, value", [("recall", 30), ("false_positive_rate", 50)])
def test_a_changed_test_does_not_tick_the_first_task(explorer, control, value):
    explorer.controls[control].value = value
    assert status(explorer)[0] == "To do", "precision is far down, but the test was touched"
    explorer.controls["prevalence"].value = 0.1
    assert status(explorer)[0] == "To do"


def test_the_second_task_ticks_at_the_step_that_reaches_half(explorer):
    for value in steps_down(explorer.controls["false_positive_rate"]):
        f = Fraction(str(value / 100))
        reached = Fraction(9, 1000) >= Fraction(99, 100) * f  # ill and flagged, healthy and flagged
        assert status(explorer)[1] == ("Done" if reached else "To do")
        if reached:
            break
    assert reached


def test_the_second_task_needs_its_prevalence(explorer):
    explorer.controls["prevalence"].value = 10 ** (1 / 20)  # one step to the right of 1 %
    explorer.controls["false_positive_rate"].value = 0.1
    assert status(explorer)[1] == "To do"
    explorer.controls["prevalence"].value = 1
    assert status(explorer)[1] == "Done"


def test_two_explorers_do_not_share_their_ticks(explorer):
    explorer.controls["prevalence"].value = 0.1
    assert status(explorer)[0] == "Done" and status(prevalence())[0] == "To do"


def test_every_slider_is_named_follows_the_drag_and_takes_typed_numbers(explorer):
    for slider in explorer.controls.values():
        assert slider.continuous_update and slider.readout and not slider.disabled
        assert slider.description.endswith("(%)") and slider.tooltip
        assert slider.tabbable is not False
    assert explorer.controls["prevalence"].min == -1, "0.1 %"
    assert 10 ** explorer.controls["prevalence"].max == pytest.approx(50)
    assert set(explorer.panel.children) == {*explorer.controls.values(), explorer.view}
    assert {type(child) for child in explorer.panel.children} == {
        ipywidgets.FloatLogSlider, ipywidgets.FloatSlider, ipywidgets.HTML,
    }  # fmt: skip


def test_the_output_is_live_with_a_twin_beside_it(explorer):
    bundle = explorer._repr_mimebundle_(include=None, exclude=None)
    live = bundle["application/vnd.jupyter.widget-view+json"]
    assert live["model_id"] == explorer.panel.model_id
    assert bundle["text/html"] == explorer.twin and bundle["text/plain"] == explorer.alt


def test_the_twin_is_the_same_every_time_and_says_how_to_make_it_live(explorer):
    again = prevalence()
    again.controls["prevalence"].value = 33
    assert again.twin == explorer.twin and again.alt == explorer.alt
    assert "Run this cell" in plain(explorer.twin) and "Run this cell" in explorer.alt
    assert "9 of the 108 people flagged are ill" in plain(explorer.twin)


def test_the_twin_keeps_its_words_on_an_exported_page(explorer):
    data = {"text/html": explorer.twin, "text/plain": explorer.alt}
    words = words_in(export(data))
    assert len(words) == 4 and all(word.startswith("1,000 people") for word in words)


def test_the_twin_survives_a_notebook_that_is_not_trusted(explorer):
    # What JupyterLab's sanitizer removes: other tags, role and aria, and styles that hold a variable.
    tags = Tags(explorer.twin).seen
    kept = {"div", "p", "b", "br", "span", "img", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _ in tags} <= kept
    assert "var(" not in explorer.twin
    assert all("on" + event not in a for _, a in tags for event in ("click", "load", "input"))


def test_the_live_view_carries_words_and_symbols_beside_color(explorer):
    svg = [a for tag, a in Tags(explorer.view.value).seen if tag == "svg"]
    assert len(svg) == 1 and svg[0]["role"] == "img" and svg[0]["aria-label"].startswith("1,000 people")
    assert all(symbol in plain(explorer.view.value) for symbol in "■□●○")


@pytest.mark.parametrize(
    "share, text",
    [(0, "0 %"), (1, "100 %"), (0.01, "1.0 %"), (0.99, "99.0 %"), (0.00999, "1.00 %"), (0.999, "99.90 %"),
     (1e-5, "less than 0.01 %"), (1 - 1e-5, "more than 99.99 %")],
)  # fmt: skip
def test_percent(share, text):
    assert percent(share).replace("\N{NO-BREAK SPACE}", " ") == text
