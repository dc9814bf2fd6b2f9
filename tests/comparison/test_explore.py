"""The explorer of the evidence: the figures it shows, its tasks, its twin."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from imbalance_lib.comparison.differences import gain
from imbalance_lib.comparison.explore import ALL, MEASURES, TASKS, Question, card, explore, finding
from imbalance_lib.comparison.picture import gains_by_strategy
from imbalance_lib.comparison.stored import stored
from tests.comparison.test_differences import table


@pytest.fixture(scope="module")
def known():
    return table({"smote": -0.1, "weights": 0.0, "oversampling": lambda source: 0.1 if source else 0.0}, noise=0.02)


def test_it_shows_the_gains_of_what_was_asked(known):
    explorer = explore(known)
    explorer.controls["family"].value = "tree"
    shown = explorer.view.value
    told = gain(known[known["family"] == "tree"], "smote", "average_precision")
    assert str(told) in shown and "clearly worse than nothing with a tuned threshold: smote" in shown
    explorer.controls["measure"].value = "cost 1:10, both thresholds tuned"
    assert str(gain(known[known["family"] == "tree"], "smote", "cost_10_tuned")) in explorer.view.value


def test_the_sentence_names_a_few_and_counts_many():
    known = table({name: -0.1 for name in ("smote", "weights", "oversampling", "smote-half")}, noise=0.02)
    told = gains_by_strategy(known, "average_precision")
    assert all(gain.verdict == "worse" for gain in told.values())
    assert all(name in finding(told) for name in told)
    told |= {"smote-tomek": told["smote"]}
    assert "clearly worse than nothing with a tuned threshold: 5 of 5." in finding(told)


def test_the_picture_is_whole_and_says_in_words_what_it_shows(known):
    explorer = explore(known)
    (svg,) = re.findall(r"<svg.*?</svg>", explorer.view.value, flags=re.S)
    assert "smote -0." in ElementTree.fromstring(svg).attrib["aria-label"]
    assert "smote -0." in explorer.alt and "<svg" not in explorer.twin and 'alt="' in explorer.twin


def test_a_task_ticks_when_its_answer_is_on_the_screen(known):
    explorer = explore(known)
    assert explorer.view.value.count("○ To do.") == len(TASKS)  # what is shown at the start was not found
    explorer.controls["family"].value = "logistic"
    assert explorer.view.value.count("✓ Done.") == 2
    explorer.controls["family"].value = ALL
    assert explorer.view.value.count("✓ Done.") == 2  # what is found stays found


def test_what_no_result_answers_is_said(known):
    explorer = explore(known)
    explorer.controls["sets"].value = "prevalence under 3 %"
    assert "No result answers this question" in explorer.view.value


def test_few_sources_get_no_interval_and_no_verdict(known):
    few = known[known["source"].isin(["s1", "s2", "s3"])]
    asked = Question("ranking: average precision", ALL, "all sets")
    told = gains_by_strategy(few, *MEASURES[asked.measure])
    assert all(not np.isfinite(g.low) and g.verdict == "undecided" for g in told.values())
    assert "[3 sources]" in card(few, asked, told) and "no remedy is clearly" in finding(told)


def test_the_shipped_results_answer_every_task():
    shipped = stored()
    shipped = shipped[shipped["family"] != "isolation-forest"]
    parts = [shipped, *(shipped[shipped["family"] == f] for f in shipped["family"].unique())]
    for task in TASKS:
        assert any(task.reached(gains_by_strategy(part, *pair)) for pair in MEASURES.values() for part in parts), (
            task.text
        )
