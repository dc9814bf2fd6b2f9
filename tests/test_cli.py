"""`imbalance check` runs a notebook and says in its exit status whether all is right, not yet, or could not be run."""

import json
import os
import subprocess
import sys

import nbformat
import pytest
from typer.testing import CliRunner

from imbalance_lib import bank
from imbalance_lib.cli import app

RIGHT = """
def metrics(tp, fp, fn, tn):
    share = lambda part, whole: part / whole if whole else float("nan")
    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)
"""
STUB = '''
def metrics(tp, fp, fn, tn):
    """Precision, recall and F1."""
'''
CHECK = 'il.check("metrics-from-counts", metrics)'
CHOICE = 'metric_for_capacity = "{}"\nil.check("metric-for-capacity", metric_for_capacity)'


@pytest.fixture
def notebook(tmp_path):
    def write(*cells, kernel="python3"):
        nb = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(text) for text in ("import imbalance_lib as il", *cells)],
            metadata={"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
        )
        path = tmp_path / "exercise.ipynb"
        nbformat.write(nb, path)
        return path

    return write


def run(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_all_right_is_0(notebook):
    path = notebook(RIGHT, CHECK, CHOICE.format("precision-at-200"))
    before = path.read_bytes()
    result = run("check", path)
    assert result.exit_code == 0 and "2 of 2 right, 4 of 4 points" in result.stdout
    assert result.stderr == "" and path.read_bytes() == before, "the notebook is read, not written"
    assert "IMBALANCE_VERDICT" not in os.environ


def test_not_yet_is_1_and_a_cell_that_fails_stops_nothing(notebook, tmp_path):
    crash = "raise RuntimeError('before')"
    path = notebook(crash, STUB, CHECK, "def broken(:", RIGHT, CHECK, CHOICE.format("accuracy"), "1/0")
    result = run("check", path)
    assert result.exit_code == 1 and "1 of 3 right, 3 of 7 points" in result.stdout
    for words in ("Not answered yet", "Right · metrics-from-counts", "Not yet · metric-for-capacity", "99.9 %"):
        assert words in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_json_is_a_list_of_verdicts(notebook):
    path = notebook(STUB, CHECK, CHOICE.format("accuracy"))
    result = run("check", path, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1 and [v["status"] for v in found] == ["unanswered", "wrong"]
    assert found[1]["question"] == "metric-for-capacity" and found[1]["misconceptions"] == ["accuracy-under-imbalance"]


def test_a_kernel_of_another_name_is_no_hurdle(notebook):
    assert run("check", notebook(RIGHT, CHECK, kernel="conda-env-of-somebody")).exit_code == 0


def test_what_a_cell_prints_is_no_verdict(notebook):
    fake = "print('{\"misconceptions\": [], \"status\": \"right\", \"points\": 99}')"
    result = run("check", notebook(fake, "{'status': 'right'}", STUB, CHECK))
    assert result.exit_code == 1 and "0 of 1 right, 0 of 3 points" in result.stdout


@pytest.mark.parametrize("kind", ["missing", "a folder", "no notebook", "other json", "no checks", "the kernel ends"])
def test_what_cannot_be_run_is_2_and_one_sentence(notebook, tmp_path, kind):
    path = tmp_path / "exercise.ipynb"
    if kind == "a folder":
        path.mkdir()
    elif kind == "no notebook":
        path.write_text("hello")
    elif kind == "other json":
        path.write_text('{"cells": 5}')
    elif kind == "no checks":
        notebook("1 + 1")
    elif kind == "the kernel ends":
        notebook("import os; os._exit(1)", RIGHT, CHECK)
    for words in ([], ["--json"]):
        result = run("check", path, *words)
        assert result.exit_code == 2 and result.stdout == ""
        assert str(path) in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_the_program_itself_keeps_its_streams_clean(notebook):
    """A kernel warns on stderr about its transport; nobody who checks an exercise needs that."""
    command = [sys.executable, "-m", "imbalance_lib.cli", "check", str(notebook(RIGHT, CHECK))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.splitlines()[-1] == "1 of 1 right, 3 of 3 points"


def test_progress_shows_and_merges(tmp_path, monkeypatch):
    from imbalance_lib.checks import progress

    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "laptop"))
    progress.record({"kind": "check", "question": "true-alarms", "status": "right", "points": 2})
    other = progress.log_file()
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "desk"))
    assert "Nothing answered yet" in run("progress").stdout
    result = run("progress", "--merge", other)
    assert result.exit_code == 0 and "1 new events." in result.stdout
    assert f"1 of {len(bank.questions())} questions right" in result.stdout
    result = run("progress", "--merge", tmp_path / "nowhere")
    assert result.exit_code == 2 and "other is" in result.stderr and "Traceback" not in result.stderr
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "file"))
    result = run("progress", "--merge", other)
    assert result.exit_code == 2 and "not saved" in result.stderr


def test_without_a_command_the_help_comes():
    result = run()
    assert "check" in result.output and "progress" in result.output


def test_a_check_that_never_ran_is_told_and_counted(notebook):
    """A name that was never defined stops the check cell itself; the question must not vanish from the list."""
    unquoted = "metric_for_capacity = precision-at-200"
    path = notebook(unquoted, 'il.check("metric-for-capacity", metric_for_capacity)')
    result = run("check", path)
    assert result.exit_code == 1
    assert "metric-for-capacity" in result.stdout and "NameError" in result.stdout and "0 of 1 right" in result.stdout
    assert "0 of 1 points" in result.stdout


def test_an_error_in_another_cell_is_no_question(notebook):
    result = run("check", notebook(RIGHT, "1 / 0", CHECK))
    assert result.exit_code == 0 and "1 of 1 right" in result.stdout
