"""Pictures keep their words in every export, tell the truth in them, and are the same bytes every time."""

import base64
import io
import re
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from nbconvert import HTMLExporter
from sklearn.metrics import confusion_matrix

from imbalance_lib.plots import Drawing, Picture, bars, confusion, confusion_from_counts, people


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def export(data):
    """The tags of the page that nbconvert makes of a notebook with this one output."""
    cell = nbformat.v4.new_code_cell("picture", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    return Tags(page).seen


def words_in(tags):
    """The words a screen reader finds on images and drawings."""
    return [a.get("alt") for t, a in tags if t == "img"] + [
        a.get("aria-label") for t, a in tags if t == "svg" and a.get("role") == "img"
    ]


ALT = 'A line that rises from 1 to 2; "twice" <as high> & more'


def line():
    fig, ax = plt.subplots(figsize=(2, 1))
    ax.plot([1, 2])
    return fig


def test_alt_text_survives_the_export_and_a_plain_figure_would_lose_it():
    assert words_in(export(Picture(line(), ALT)._repr_mimebundle_())) == [ALT]
    plain = io.BytesIO()
    line().savefig(plain, format="png")
    assert words_in(export({"image/png": base64.b64encode(plain.getvalue()).decode()})) != [ALT]
    plt.close("all")


def test_alt_text_of_a_drawing_survives_as_image_and_inline():
    drawing = people(9, 1, 50, 940)
    assert words_in(export(drawing._repr_mimebundle_())) == [drawing.alt]
    assert words_in(export({"text/html": drawing.svg})) == [drawing.alt]


def test_text_plain_is_the_alt_text():
    assert Picture(line(), ALT)._repr_mimebundle_()["text/plain"] == ALT
    assert Drawing("<svg/>", ALT)._repr_mimebundle_()["text/plain"] == ALT


def test_a_picture_closes_its_figure_and_draws_the_same_bytes():
    before = plt.get_fignums()
    first, second = Picture(line(), ALT), Picture(line(), ALT)
    assert plt.get_fignums() == before, "an open figure is shown a second time"
    assert first.png() == first.png() == second.png()
    assert first.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_picture_without_words_is_refused(blank):
    fig = line()
    with pytest.raises(ValueError, match="alt is"):
        Picture(fig, blank)
    with pytest.raises(ValueError, match="alt is"):
        Drawing("<svg/>", blank)
    plt.close(fig)
    with pytest.raises(ValueError, match="title is"):
        bars(["a"], [1], title=blank, ylabel="rows")


def numbers(text):
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", text)]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60))
def test_confusion_counts_as_scikit_learn_does(pairs):
    y_true, y_pred = map(list, zip(*pairs, strict=True))
    tn, fp, fn, tp = confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel().tolist()
    picture = confusion(y_true, y_pred, title="A finding")
    assert numbers(picture.alt) == [tn + fp, tn, fp, tp + fn, tp, fn]
    drawn = [text.get_text() for text in picture.fig.axes[0].texts]
    words = ("left alone (TN)", "false alarm (FP)", "missed (FN)", "caught (TP)")
    assert drawn == [text for count, word in zip((tn, fp, fn, tp), words, strict=True) for text in (str(count), word)]


def test_confusion_puts_truth_in_rows_and_answers_in_columns():
    ax = confusion_from_counts(1, 2, 3, 4, names=("healthy", "ill"), title="A finding").fig.axes[0]
    place = {text.get_text(): tuple(np.round(text.get_position()).astype(int)) for text in ax.texts}
    assert place["left alone (TN)"] == (0, 0) and place["false alarm (FP)"] == (1, 0)
    assert place["missed (FN)"] == (0, 1) and place["caught (TP)"] == (1, 1)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["healthy", "ill"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["healthy\n7", "ill\n3"]
    assert ax.yaxis_inverted() and ax.get_title(loc="left") == "A finding"


def test_confusion_takes_booleans_and_small_integers():
    y = np.array([1, 0, 1], dtype=np.uint8)
    told = confusion(y, y.astype(bool), title="A finding").alt
    assert numbers(told) == [1, 1, 0, 2, 2, 0]


@pytest.mark.parametrize(
    "y_true, y_pred, message",
    [
        ([0, 1], [0, 1, 1], r"y_true has shape \(2,\) and y_pred \(3,\)"),
        ([0, 2], [0, 1], "y_true holds 2"),
        ([0, 1], [0.3, 1], "y_pred holds 0.3"),  # scores where decisions belong
    ],
)
def test_confusion_names_what_is_wrong(y_true, y_pred, message):
    with pytest.raises(ValueError, match=message):
        confusion(y_true, y_pred, title="A finding")


def test_bars_carry_their_numbers_and_start_at_zero():
    picture = bars(
        ["do nothing", "model"], [9900, 4200], title="The model costs less than half",
        ylabel="cost ($)", baseline=9900, baseline_name="do nothing", highlight="model", fmt="{:,.0f} $",
    )  # fmt: skip
    ax = picture.fig.axes[0]
    assert [p.get_height() for p in ax.patches] == [9900, 4200]
    assert {p.get_y() for p in ax.patches} == {0} and ax.get_ylim()[0] == 0
    assert [t.get_text() for t in ax.texts] == ["9,900 $", "4,200 $"]
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()
    assert ax.get_ylabel() == "cost ($)" and ax.get_title(loc="left") == "The model costs less than half"
    for told in ("do nothing 9,900 $", "model 4,200 $", "dashed line marks do nothing at 9,900 $"):
        assert told in picture.alt


def test_groups_of_bars_are_told_apart_by_pattern_and_named_in_a_legend():
    picture = bars(
        ["fraud", "medicine"], {"flag nobody": [0.995, 0.95], "model": [0.99, 0.93]},
        title="The useless model is ahead", ylabel="accuracy", fmt="{:.1%}",
    )  # fmt: skip
    ax = picture.fig.axes[0]
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["flag nobody", "model"]
    assert ax.patches[0].get_hatch() != ax.patches[2].get_hatch()
    assert "flag nobody: fraud 99.5%, medicine 95.0%; model: fraud 99.0%, medicine 93.0%" in picture.alt


@pytest.mark.parametrize(
    "values, more, message",
    [
        ([1], {}, "values has 1 numbers for 2 labels"),
        ({"s": [1, 2, 3]}, {}, r"values\['s'\] has 3 numbers"),
        ([1, float("nan")], {}, "finite"),
        ([1, 2], {"highlight": "c"}, "highlight is 'c'; it must be one of 'a', 'b'"),
    ],
)
def test_bars_name_what_is_wrong(values, more, message):
    before = plt.get_fignums()
    with pytest.raises(ValueError, match=message):
        bars(["a", "b"], values, title="A finding", ylabel="rows", **more)
    assert plt.get_fignums() == before


def icons(svg):
    """The places of the icons of a drawing, by (cap, filled), read back from its dashed lines."""
    drawn, found = [], {}
    for tag, a in Tags(svg).seen:
        if tag == "path":
            spans = re.findall(r"M(\d+) (\d+)H([\d.]+)", a["d"])
            spots = [(x, int(y)) for x0, y, x1 in spans for x in range(int(x0), int(float(x1)) + 1, 10)]
            drawn.append((a["stroke"], a["stroke-linecap"], spots))
    for (paint, cap, spots), above in zip(drawn, [*drawn[1:], ("", "", [])], strict=True):
        if paint != "#FFFFFF":
            found[cap, above[0] != "#FFFFFF"] = spots
            assert above[0] != "#FFFFFF" or above[1:] == (cap, spots), "a hole lies on its own icon"
    return found


@settings(deadline=None)
@given(*[st.integers(0, 120)] * 4, st.integers(1, 60))
def test_people_are_drawn_once_each_in_one_of_four_ways(tp, fn, fp, tn, columns):
    if tp + fn + fp + tn == 0:
        return
    found = icons(people(tp, fn, fp, tn, columns=columns).svg)
    counts = {("square", True): tp, ("square", False): fn, ("round", True): fp, ("round", False): tn}
    assert {look: len(spots) for look, spots in found.items()} == {k: n for k, n in counts.items() if n}
    everyone = [spot for spots in found.values() for spot in spots]
    grid = [(10 * (i % columns) + 5, 10 * (i // columns) + 5) for i in range(tp + fn + fp + tn)]
    assert sorted(everyone) == sorted(grid), "no icon hides another"


def test_people_say_their_counts_and_refuse_impossible_ones():
    assert numbers(people(9, 1, 50, 940).alt) == [1000, 10, 9, 1, 990, 50, 940]
    for bad in [(-1, 0, 0, 5), (0, 0, 0, 0)]:
        with pytest.raises(ValueError, match="the counts are"):
            people(*bad)
