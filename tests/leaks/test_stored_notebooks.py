"""The notebooks of the corpus are stored as they run at seed 0."""

import re

import pytest
from nbformat import NotebookNode

from tests.leaks.corpus import PROGRAMS
from tests.leaks.notebooks import run, shell_lines
from tests.notebook_rules import (
    fresh,
    no_errors_or_warnings,
    no_machine_paths,
    no_widget_state,
    run_from_the_top,
    small,
)
from tools.stamp import code_cells, read

ALL = sorted(PROGRAMS.glob("*/*.ipynb"))
RULES = [run_from_the_top, fresh, no_errors_or_warnings, no_machine_paths, no_widget_state, small]


def printed(nb: NotebookNode) -> tuple[list[str], list[float]]:
    """The words and the numbers that the cells print, in their order."""
    text = "".join(o.get("text", "") for cell in code_cells(nb) for o in cell.outputs)
    return re.findall(r"[^\W\d]+", text), [float(number) for number in re.findall(r"\d+\.?\d*", text)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_notebook_is_stored_executed(rule) -> None:
    assert len(ALL) > 40
    assert {path.name: found for path in ALL if (found := rule(read(path)))} == {}


def test_every_notebook_shows_something_and_its_shell_lines_nothing() -> None:
    for path in ALL:
        nb = read(path)
        assert any(cell.outputs for cell in code_cells(nb)), path.name
        assert not any(cell.outputs for cell in shell_lines(nb)), path.name


@pytest.mark.parametrize("name", ["threshold-on-test__prcurve__leaky", "honest__loan_watchlist__honest"])
def test_a_notebook_prints_again_what_is_stored(name: str) -> None:
    path = next(path for path in ALL if path.stem == name)
    (words, numbers), (stored_words, stored_numbers) = printed(run(path)), printed(read(path))
    assert words == stored_words and words
    assert numbers == pytest.approx(stored_numbers, rel=0.01, abs=0.01)  # another version of a library may round anew
