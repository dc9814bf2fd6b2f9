"""`make truth`: every lesson on seeds nobody looked at, and one table of how often its claims held."""

import io
import json
import math
from statistics import mean, stdev

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook, new_output
from rich.console import Console

from imbalance_lib.claims import Claim
from tools import truth
from tools.stamp import read
from tools.table import page, publish, read_rows, row, shifts_of, weakness

CLAIM = 'il.claim("worse", "It gets worse", x, ">", 0.2, source="here")'


def records(values, op=">", bound=0.2, **more):
    return [
        {"shift": 100 + k, "held": Claim("worse", "It gets worse", value, op, bound, **more).held}
        | {"name": "worse", "text": "It gets worse", "value": value, "op": op, "bound": bound, "against": 0.0}
        | {"attempt": 1, "tolerance": 1e-9, "source": "here", "article": None} | more
        for k, value in enumerate(values)
    ]  # fmt: skip


# --- the figures ------------------------------------------------------------------------------------------


def test_a_row_says_how_large_how_sure_and_how_often():
    values = [0.3 + 0.01 * (k % 5) for k in range(20)]
    found = row("01_x", "abc", records(values, against=0.1), 20)
    assert float(found["effect"]) == pytest.approx(mean(values) - 0.1)
    assert float(found["stated"]) == pytest.approx(0.1) and float(found["bound"]) == 0.2
    assert float(found["spread"]) == pytest.approx(stdev(values), rel=1e-5)
    assert float(found["margin"]) == pytest.approx((mean(values) - 0.2) / stdev(values), abs=0.05)
    assert (found["held"], found["of"], found["at_least"], found["stamp"]) == ("20", "20", "0.861", "abc")


def test_the_margin_is_good_when_positive_for_both_directions():
    values = [0.1, 0.12, 0.14]
    below, above = (row("01_x", "", records(values, op), 3) for op in "<>")
    assert float(below["margin"]) == -float(above["margin"]) > 0


@pytest.mark.parametrize("held", range(21))
def test_the_lower_bound_is_where_so_many_would_be_a_5_percent_surprise(held):
    found = float(row("01_x", "", records([1.0] * held + [0.0] * (20 - held)), 20)["at_least"])

    def at_least_so_many(p):
        return sum(math.comb(20, k) * p**k * (1 - p) ** (20 - k) for k in range(held, 21))

    if held == 0:
        assert found == 0
    else:
        assert at_least_so_many(found - 0.001) < 0.05 < at_least_so_many(found + 0.001)


def test_equalities_are_exact():
    found = row("01_x", "", records([0.1 + 0.2 + k for k in range(3)], "==", 0.3), 3)
    assert found["held"] == "1" and found["margin"] != "exact"
    moving = [{"value": 0.1 * k * 3, "bound": 0.3 * k, "held": True} for k in range(3)]
    found = row("01_x", "", [record | move for record, move in zip(records([0] * 3, "=="), moving, strict=True)], 3)
    assert (found["spread"], found["margin"]) == ("0", "exact")


def test_runs_that_never_reached_the_claim_count_as_not_held():
    found = row("01_x", "", records([1.0] * 19), 20)
    assert (found["held"], found["of"]) == ("19", "20") and "19 of 20" in weakness(found)


@pytest.mark.parametrize("value, op, weak", [(0.3, ">", False), (0.41, ">", True), (9.0, "==", False)])
def test_a_loose_claim_is_weak(value, op, weak):
    found = row("01_x", "", [r | {"held": True} for r in records([value] * 20, op)], 20)
    assert bool(weakness(found)) == weak


def test_each_attempt_has_a_twenty_of_its_own():
    assert [shifts_of(1)[0], shifts_of(1)[-1], shifts_of(2)[0], shifts_of(3)[-1]] == [100, 119, 120, 159]
    assert not set(shifts_of(1)) & set(shifts_of(2)) and len(shifts_of(3)) == 20


def test_the_page_says_it_all_and_survives_any_text(tmp_path):
    rows = [row("01_x", "abc", [r | {"text": 'a | b, "c"', "attempt": 2} for r in records([0.3] * 20)], 20)]
    publish(rows, tmp_path / "docs")
    assert read_rows(tmp_path / "docs" / "claims.csv") == rows
    text = page(rows)
    assert text == (tmp_path / "docs" / "claims.md").read_text(encoding="utf-8")
    assert 'a \\| b, "c" (second try)' in text and "20 of 20" in text and "0.861" in text


# --- running, with a kernel that only pretends ------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one lesson; `course.says(shift)` gives the value of its claim, or raises."""

    class Course:
        root, ran = tmp_path, []
        console = Console(quiet=True)

        def write(self, *sources, number="01"):
            path = tmp_path / "notebooks" / f"{number}_tiny.ipynb"
            path.parent.mkdir(exist_ok=True)
            nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)
            return path

        def measure(self, shifts=None, only=()):
            self.console = Console(record=True, width=200, file=io.StringIO())
            code = truth.measure(tmp_path, list(only), shifts, 1, self.console)
            self.text = self.console.export_text()
            return code

        def published(self):
            return read_rows(tmp_path / "docs" / "claims.csv")

    made = Course()
    made.says = lambda shift: 0.3 + shift / 10_000

    def pretend(nb, folder, *, IMBALANCE_SEED_SHIFT, IMBALANCE_TRUTH):
        shift = int(IMBALANCE_SEED_SHIFT)
        made.ran.append(shift)
        for cell in nb.cells:
            try:
                if "il.claim" in cell.source:
                    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", IMBALANCE_SEED_SHIFT)
                    monkeypatch.setenv("IMBALANCE_TRUTH", IMBALANCE_TRUTH)
                    import imbalance_lib as il

                    exec(cell.source, {"il": il, "x": made.says(shift)})
            except ZeroDivisionError as error:
                cell.outputs = [new_output("error", ename="ZeroDivisionError", evalue=str(error), traceback=[])]
                return

    monkeypatch.setattr(truth, "execute", pretend)
    monkeypatch.setattr(truth, "library_rooms", lambda: {"claims.py": "as it is"})
    return made


def test_it_publishes_on_the_unseen_twenty_and_runs_nothing_twice(course):
    course.write(CLAIM)
    assert course.measure() == 0
    assert sorted(course.ran) == list(range(100, 120))
    (found,) = course.published()
    assert (found["lesson"], found["held"], found["of"], found["attempt"]) == ("01_tiny", "20", "20", "1")
    before = (course.root / "docs" / "claims.csv").read_bytes()
    assert course.measure() == 0 and len(course.ran) == 20
    assert (course.root / "docs" / "claims.csv").read_bytes() == before


def test_development_shifts_are_shown_and_not_published(course):
    course.write(CLAIM)
    assert course.measure(shifts=[0, 1]) == 0
    assert sorted(course.ran) == [0, 1] and not (course.root / "docs").exists()
    assert "01 worse" in course.text and "2/2" in course.text


def test_a_second_attempt_runs_on_the_second_twenty(course):
    course.write(CLAIM, CLAIM.replace("worse", "late", 1).replace("source=", "attempt=2, source="))
    assert course.measure() == 0
    assert sorted(course.ran) == list(range(100, 140))
    first, second = course.published()
    assert float(first["effect"]) == pytest.approx(0.3 + 109.5 / 10_000)
    assert float(second["effect"]) == pytest.approx(0.3 + 129.5 / 10_000) and second["attempt"] == "2"


def test_a_claim_that_failed_cannot_be_restated_on_the_same_seeds(course):
    course.says = lambda shift: 0.1 if shift == 107 else 0.3
    course.write(CLAIM)
    assert course.measure() == 1 and course.published()[0]["held"] == "19"
    course.write(CLAIM.replace("0.2", "0.09"))
    assert course.measure() == 1 and len(course.ran) == 20, "refused before it ran"
    assert "needs attempt=2" in course.text and course.published()[0]["held"] == "19"
    course.write(CLAIM.replace("0.2", "0.2, attempt=2"))
    assert course.measure() == 0 and course.published()[0]["attempt"] == "2"


def test_an_error_of_the_notebook_is_reported_and_counts_as_not_held(course):
    course.says = lambda shift: 1 / (shift - 104) and 0.3
    course.write("y = 1", CLAIM)
    assert course.measure() == 1
    assert "01_tiny at shift 104, cell 2: ZeroDivisionError" in course.text
    assert course.published()[0]["held"] == "19"
    assert course.measure() == 1 and len(course.ran) == 20, "the error is the lesson's; it is not run again"


def test_an_unfinished_lesson_is_not_published_and_goes_on_where_it_stopped(course):
    def stops(shift):
        if shift == 110:
            raise DeadKernelError("Kernel died")
        return 0.3

    course.write(CLAIM)
    course.says = stops
    assert course.measure() == 1 and course.published() == []
    assert "did not end" in course.text and "not run completely" in course.text
    course.says = lambda shift: 0.3
    assert course.measure() == 0
    assert course.ran[20:] == [110] and course.published()[0]["held"] == "20"


def test_an_edited_lesson_or_library_runs_again(course, monkeypatch):
    course.write(CLAIM)
    course.measure()
    course.write(CLAIM + "\n# edited")
    course.measure()
    assert len(course.ran) == 40
    monkeypatch.setattr(truth, "library_rooms", lambda: {"claims.py": "edited"})
    course.measure()
    assert len(course.ran) == 60


def test_a_run_is_not_kept_when_the_library_is_edited_meanwhile(course, monkeypatch):
    course.write(CLAIM)
    states = iter(range(1000))
    monkeypatch.setattr(truth, "library_rooms", lambda: {"claims.py": str(next(states))})
    assert course.measure(shifts=[0]) == 1 and "edited while it ran" in course.text
    assert not list(course.root.glob(".truth/**/*.jsonl"))


def test_other_lessons_stay_published_and_gone_ones_leave(course):
    one, two = course.write(CLAIM), course.write(CLAIM, number="02")
    course.measure()
    course.write(CLAIM + "\n# edited", number="02")
    course.measure(only=["01"])
    assert [r["lesson"] for r in course.published()] == ["01_tiny", "02_tiny"]
    one.unlink()
    course.measure()
    assert [r["lesson"] for r in course.published()] == ["02_tiny"] and two.exists()


@pytest.mark.parametrize(
    "source, sentence",
    [
        (f"for _ in range(2):\n    {CLAIM}", "states the claim 'worse' more than once"),
        (f"if False:\n    {CLAIM}", "no run reached the claim 'worse'"),
        (CLAIM.replace('"It gets worse"', "f'{x}'"), "must be written out"),
    ],
)
def test_claims_that_cannot_be_counted_are_named(course, source, sentence):
    course.write(source)
    assert course.measure(shifts=[0, 1]) == 1 and sentence in course.text


def test_the_claims_of_one_run_are_read_from_its_own_file(course):
    course.write(CLAIM)
    course.measure(shifts=[3])
    (file,) = course.root.glob(".truth/01_tiny/*/3.jsonl")
    head, record = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert head["rooms"] and record["shift"] == 3


# --- running, for real ------------------------------------------------------------------------------------


def test_a_real_kernel_gets_the_shift_and_says_which_rooms_it_loaded(tmp_path):
    path = tmp_path / "notebooks" / "01_tiny.ipynb"
    path.parent.mkdir()
    source = 'import imbalance_lib as il\nx = il.seed(1)\nil.claim("draw", "A draw", x, "==", 0, source="s")'
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), path)
    stored = path.read_bytes()
    assert truth.measure(tmp_path, [], [0, 1], 2, Console(quiet=True)) == 1
    runs = [sorted(tmp_path.glob(f".truth/*/*/{shift}.jsonl"))[0].read_text().splitlines() for shift in (0, 1)]
    (head, one), (_, two) = ([json.loads(line) for line in lines] for lines in runs)
    assert one["value"] != two["value"] and (one["shift"], two["shift"]) == (0, 1)
    assert {"claims.py", "seeds.py"} <= set(head["rooms"]) and "explorers.py" not in head["rooms"]
    assert path.read_bytes() == stored and len(read(path).cells) == 1
