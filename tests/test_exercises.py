"""Exercises come from solutions, ask what the bank asks, and earn the same points here and under plain nbgrader."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from imbalance_lib import bank
from tools import exercises

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
NAMES = [path.stem for path in SOLUTIONS]


def cells(path: Path) -> dict:
    return {cell.id: cell for cell in nbformat.read(path, 4).cells}


def exercise_of(solution: Path) -> Path:
    return ROOT / "exercises" / solution.relative_to(ROOT / "solutions")


def questions_of(solution: Path):
    by_lesson = bank.questions(solution.stem[:2])
    return [q for q in by_lesson if not q.id.startswith("quick-")]


# --- one source -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("solution", SOLUTIONS, ids=NAMES)
def test_stored_exercise_is_what_its_solution_generates(solution):
    stored = exercise_of(solution).read_text(encoding="utf-8")
    assert stored == exercises.exercise(solution), "run `make exercises`"


@pytest.mark.parametrize("solution", SOLUTIONS, ids=NAMES)
def test_an_executed_solution_generates_the_same_bytes(solution, tmp_path):
    nb = nbformat.read(solution, 4)
    nb.metadata["language_info"] = {"name": "python", "version": "3.99"}
    for number, cell in enumerate(c for c in nb.cells if c.cell_type == "code"):
        cell.execution_count, cell.metadata["execution"] = number + 1, {"iopub.status.busy": "now"}
        cell.outputs = [nbformat.v4.new_output("stream", text="seen")]
    ran = tmp_path / solution.name
    nbformat.write(nb, ran)
    assert exercises.exercise(ran) == exercises.exercise(solution)


def test_no_exercise_is_without_a_solution():
    generated = {exercise_of(path) for path in SOLUTIONS}
    assert generated and set((ROOT / "exercises").glob("*/*.ipynb")) == generated


@pytest.mark.parametrize("solution", SOLUTIONS, ids=NAMES)
def test_no_answer_is_left_in_an_exercise(solution):
    given, asked = cells(solution), cells(exercise_of(solution))
    for name, cell in given.items():
        if cell.metadata.get("nbgrader", {}).get("solution"):
            secret = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].strip()
            assert secret and secret not in asked[name].source
            assert "# Your code here" in asked[name].source


# --- the notebook and the bank say the same ---------------------------------------------------------------


@pytest.mark.parametrize("solution", SOLUTIONS, ids=NAMES)
def test_every_question_stands_in_the_notebook_word_for_word(solution):
    nb = nbformat.read(solution, 4)
    texts = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    checks = {
        cell.metadata["nbgrader"]["grade_id"]: cell
        for cell in nb.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    asked = questions_of(solution)
    assert list(checks) == [q.id for q in asked]
    for question in asked:
        assert any(text.endswith(question.text()) for text in texts), f"{question.id}: the text differs from the bank's"
        cell = checks[question.id]
        assert cell.source == f'il.check("{question.id}", {question.entry})', "the check has to be the last expression"
        assert cell.metadata["nbgrader"]["points"] == question.points and cell.metadata["nbgrader"]["locked"]


# --- Run All on a fresh exercise --------------------------------------------------------------------------


def run(nb, home: Path, **variables: str):
    """Execute in a fresh kernel, stopping at an error as Run All does."""
    NotebookClient(nb, kernel_name="python3").execute(env={**os.environ, "IMBALANCE_HOME": str(home), **variables})
    return nb


@pytest.mark.parametrize("solution", SOLUTIONS, ids=NAMES)
def test_a_fresh_exercise_runs_to_the_end_and_says_not_answered_yet(solution, tmp_path):
    nb = run(nbformat.read(exercise_of(solution), 4), tmp_path, IMBALANCE_VERDICT="json")
    verdicts = [
        json.loads(c.outputs[0].data["text/plain"]) for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade")
    ]
    assert len(verdicts) == len(questions_of(solution))
    assert {v["status"] for v in verdicts} == {"unanswered"} and sum(v["points"] for v in verdicts) == 0
    assert not [o for c in nb.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error"]


# --- plain nbgrader ---------------------------------------------------------------------------------------

HALF = {
    # right but for undefined shares: 2 of 3, and the answer warns and prints while it works
    "metrics": """\
def metrics(tp, fp, fn, tn):
    import sys, warnings
    warnings.warn("careful")
    print("thinking", file=sys.stderr)
    share = lambda part, whole: part / whole if whole else float("nan")
    precision, recall = share(tp, tp + fp), share(tp, tp + fn)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else float("nan")
    return precision, recall, f1
""",
    # right throughout, and noisy
    "useless_scores": """\
def useless_scores(y_true):
    import os, warnings
    warnings.warn("careful")
    os.write(2, b"noise from C")
    ones = sum(y_true) / len(y_true)
    return {"accuracy": 1 - ones, "balanced_accuracy": 0.5, "recall": 0, "f1": 0, "average_precision": ones}
""",
    # a wrong value, a wrong choice, a syntax error; the rest is left empty
    "precision_of_test": "precision_of_test = 0.87",
    "metric_for_capacity": 'metric_for_capacity = "accuracy"',
    "cheapest": "def cheapest(models, costs)\n    return",
}
HALF_POINTS = 2 + 3


def submission(kind: str):
    solution = SOLUTIONS[0]
    nb = nbformat.read(solution if kind == "right" else exercise_of(solution), 4)
    if kind == "right":  # a submission starts from the release, with the answers written in
        answers = {name: cell.source for name, cell in cells(solution).items()}
        nb = nbformat.read(exercise_of(solution), 4)
        for cell in nb.cells:
            cell.source = answers[cell.id]
    if kind == "half":
        entries = {q.id: q.entry for q in questions_of(solution)}
        for cell in nb.cells:
            entry = entries.get(cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer"))
            if cell.metadata.get("nbgrader", {}).get("solution") and entry in HALF:
                cell.source = HALF[entry]
    return nb


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A teacher's folder: release made by `nbgrader generate_assignment`, three submissions, all autograded."""
    where = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions", where / "solutions")
    config = (ROOT / "nbgrader_config.py").read_text()
    (where / "nbgrader_config.py").write_text(
        config + f"\nc.CourseDirectory.db_url = 'sqlite:///{where}/gradebook.db'\n"
    )
    name = SOLUTIONS[0].stem
    bin_folder = Path(sys.executable).parent
    variables = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "IMBALANCE_HOME": str(where / "home"),
    }
    variables.pop("PYTEST_CURRENT_TEST", None)

    def nbgrader(*words: str) -> None:
        command = [sys.executable, "-m", "nbgrader", *words]
        done = subprocess.run(command, cwd=where, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]

    nbgrader("generate_assignment", name, "--force")
    for kind in ("empty", "half", "right"):
        folder = where / "submitted" / kind / name
        folder.mkdir(parents=True)
        nbformat.write(submission(kind), folder / f"{name}.ipynb")
    nbgrader("autograde", name)
    return where


def test_nbgrader_itself_generates_the_same_bytes(course):
    for solution in SOLUTIONS[:1]:
        theirs = course / "exercises" / solution.relative_to(ROOT / "solutions")
        assert theirs.read_text(encoding="utf-8").rstrip("\n") == exercise_of(solution).read_text(
            encoding="utf-8"
        ).rstrip("\n")


@pytest.mark.parametrize(("kind", "points"), [("empty", 0), ("half", HALF_POINTS), ("right", None)])
def test_autograde_gives_the_points_of_the_live_kernel(course, tmp_path, kind, points):
    from nbgrader.api import Gradebook

    possible = sum(q.points for q in questions_of(SOLUTIONS[0]))
    expected = possible if points is None else points
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        graded = gradebook.find_submission(SOLUTIONS[0].stem, kind)
        assert (graded.score, graded.max_score) == (expected, possible)
        by_question = {grade.name: grade.score for nb in graded.notebooks for grade in nb.grades}

    nb = submission(kind)
    client = NotebookClient(nb, kernel_name="python3", allow_errors=True)
    client.execute(env={**os.environ, "IMBALANCE_HOME": str(tmp_path), "IMBALANCE_VERDICT": "json"})
    live = {}
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            shown = [o for o in cell.outputs if o.output_type == "execute_result"]
            live[cell.metadata["nbgrader"]["grade_id"]] = (
                json.loads(shown[0].data["text/plain"])["points"] if shown else 0
            )
    assert live == by_question


def test_grading_leaves_no_mark_in_the_learners_progress(course):
    assert not (course / "home" / "progress.jsonl").exists()
