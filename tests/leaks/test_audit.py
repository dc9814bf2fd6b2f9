"""`imbalance audit`: exit statuses, JSON, and what programs in the wild look like."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from imbalance_lib.cli import app
from imbalance_lib.leakage import audit
from imbalance_lib.leakage.program import python

START = """
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("table.csv")
X, y = table.drop(columns="y"), table["y"]
"""
HONEST = (
    START
    + """
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
scaler = StandardScaler().fit(A)
model = LogisticRegression().fit(scaler.transform(A), a)
print(average_precision_score(b, model.predict_proba(scaler.transform(B))[:, 1]))
"""
)
LEAKY = (
    START
    + """
X = (X - X.mean()) / X.std()
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
model = LogisticRegression().fit(A, a)
print(average_precision_score(b, model.predict_proba(B)[:, 1]))
"""
)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(240, 4)), columns=list("abcd"))
    table["y"] = (table["a"] + rng.normal(size=240) > 1.2).astype(int)
    table.to_csv(tmp_path / "table.csv", index=False)
    return tmp_path


def script(room: Path, text: str, name: str = "program.py") -> Path:
    path = room / name
    path.write_text(text)
    return path


def notebook(room: Path, *cells: str) -> Path:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    path = room / "program.ipynb"
    nbformat.write(made, path)
    return path


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text, status", [(HONEST, 0), (LEAKY, 1), (START, 2), ("1 / 0", 2), ("def (", 2)])
def test_exit_status(room, text, status) -> None:
    done = CliRunner().invoke(app, ["audit", str(script(room, text)), "--reruns", "4"])
    assert done.exit_code == status, done.output
    assert "Traceback" not in done.output


def test_json_is_a_list_of_findings_with_their_line(room) -> None:
    path = script(room, LEAKY)
    done = CliRunner().invoke(app, ["audit", str(path), "--json"])
    (found,) = json.loads(done.stdout)
    line = 1 + LEAKY.split("\n").index("X = (X - X.mean()) / X.std()")
    assert (found["kind"], found["severity"], found["line"], found["cell"]) == ("preprocessing", "minor", line, None)
    assert "half of the rows" in found["message"]


def test_in_a_notebook_the_cell_is_named(room) -> None:
    cells = LEAKY.split("\nX = ")
    report = audit(notebook(room, "%matplotlib inline\n" + cells[0], "X = " + cells[1]))
    (found,) = report.leaks
    assert found.place is not None and (found.place.cell, found.place.line) == (2, 1)


def test_suspicions_alone_are_no_fault(room) -> None:
    text = START + "model = LogisticRegression().fit(X, y)\nprint(f1_score(y, model.predict(X)))\n"
    report = audit(script(room, text), reruns=0)
    assert report.status == 0 and [f.severity for f in report.findings] == ["suspicion"]


@pytest.mark.parametrize(
    "words, said",
    [
        (["nothing.py"], "there is no such file"),
        (["program.py", "--budget", "0"], "budget is 0"),
        (["program.py", "--reruns", "-1"], "reruns is -1"),
        (["program.py", "--data", "nowhere"], "no such folder"),
    ],
)
def test_bad_words_get_one_sentence(room, monkeypatch, words, said) -> None:
    monkeypatch.chdir(room)
    script(room, HONEST)
    done = CliRunner().invoke(app, ["audit", *words])
    assert done.exit_code == 2 and said in done.output and len(done.output.strip().split("\n")) == 1


def test_a_notebook_that_is_none_is_refused(room) -> None:
    with pytest.raises(ValueError, match="cannot be read as a notebook"):
        audit(script(room, "{", "broken.ipynb"))


# --- what cannot run is named ---------------------------------------------------------------------


def test_a_cell_that_fails_is_named_and_the_rest_is_judged(room) -> None:
    report = audit(notebook(room, "undefined_name", LEAKY), reruns=4)
    assert report.status == 1 and report.failures[0].cell == 1 and "NameError" in report.failures[0].why


def test_a_program_that_stopped_halfway_is_never_called_clean(room) -> None:
    report = audit(script(room, HONEST + "\nraise KeyError('later')\n"), reruns=4)
    assert report.status == 2 and "could not judge" in report.verdict and report.failures[0].line is not None


def test_leaving_early_on_purpose_is_no_failure(room) -> None:
    assert audit(script(room, HONEST + "\nimport sys\nsys.exit(0)\n"), reruns=4).status == 0


def test_time_runs_out_and_it_is_said(room) -> None:
    report = audit(script(room, HONEST + "\nwhile True:\n    pass\n"), budget=3)
    assert report.status == 2 and "stopped after" in repr(report) and report.seconds < 12


def test_what_was_not_looked_for_is_said(room) -> None:
    report = audit(script(room, LEAKY), reruns=0)
    assert report.runs == 1 and report.unseen and "not looked for" in repr(report)


def test_a_program_that_ends_its_process_is_named(room) -> None:
    report = audit(script(room, HONEST + "\nimport os\nos._exit(0)\n"))
    assert report.status == 2 and report.failures


# --- programs in the wild -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        "%matplotlib inline",
        "%load_ext autoreload\n%autoreload 2",
        "!pip install something",
        "pip install something",
        "%%javascript\nalert('x')",
        "%%time\nx = 1",
        "files = !ls",
        "import warnings\nwarnings.warn('loud')",
        "import matplotlib.pyplot as plt\nplt.style.use('seaborn')\nplt.plot([1]); plt.show()",
        "import plotly.express as px\npx.bar(x=[1]).show()",
        "from google.colab import drive\ndrive.mount('/content/drive')",
        "name = input('your name? ')",
        "display(1)",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "open('made.txt', 'w').write('x')",
        "import cufflinks as cf\ncf.go_offline()",
        "from tqdm import tqdm\nassert list(tqdm([1, 2])) == [1, 2]",
        "print?",
    ],
    ids=lambda text: text.split("\n")[0][:30],
)
def test_what_notebooks_hold_is_coped_with(room, before) -> None:
    report = audit(notebook(room, before, HONEST), reruns=2)
    assert report.status == 0 and not report.failures, repr(report)
    assert sorted(p.name for p in room.iterdir()) == ["program.ipynb", "table.csv"]  # nothing was written there


@pytest.mark.parametrize(
    "path",
    ["/content/table.csv", "../input/fraud/table.csv", "https://example.org/x/table.csv", r"C:\\Users\\me\\table.csv"],
)
def test_other_peoples_paths_are_looked_up_by_name(room, tmp_path_factory, path) -> None:
    data = tmp_path_factory.mktemp("data")
    (room / "table.csv").rename(data / "table.csv")
    report = audit(script(room, HONEST.replace("table.csv", path)), data=[data], reruns=2)
    assert report.status == 0 and "same name" in repr(report)


def test_a_module_beside_the_program_is_imported_and_its_lines_are_named(room) -> None:
    inner = "    from sklearn.preprocessing import StandardScaler\n    return StandardScaler().fit_transform(X)\n"
    script(room, "def scaled(X):\n" + inner, "helpers.py")
    text = (
        START.replace("import numpy", "from helpers import scaled\nimport numpy", 1)
        + """
A, B, a, b = train_test_split(scaled(X), y, random_state=0)
print(f1_score(b, LogisticRegression().fit(A, a).predict(B)))
"""
    )
    report = audit(script(room, text), reruns=2)
    (found,) = report.leaks
    assert found.place is not None and found.place.file == "helpers.py" and found.place.line == 3


def test_unseeded_programs_are_pinned(room) -> None:
    text = HONEST.replace(", random_state=0", "").replace("LogisticRegression()", "LogisticRegression(solver='saga')")
    assert audit(script(room, text), reruns=4).status == 0


def test_removed_interfaces_are_named(room) -> None:
    text = START + "from imblearn.over_sampling import SMOTE\nSMOTE().fit_sample(X, y)\n"
    report = audit(script(room, text), reruns=0)
    assert report.status == 2 and "renamed fit_sample" in repr(report)


def test_declared_columns_reach_the_judge(room) -> None:
    text = (
        START
        + """
A, B, a, b = train_test_split(X[["b", "c"]], y, random_state=0)
print(f1_score(b, LogisticRegression().fit(A, a).predict(B)))
"""
    )
    assert audit(script(room, text), not_at_prediction=["d"], reruns=6).status == 0
    report = audit(script(room, text), not_at_prediction=["c"], reruns=6)
    assert [f.kind for f in report.leaks] == ["outcome-feature"]


def test_the_audit_leaves_this_process_as_it_was(room) -> None:
    here, names = os.getcwd(), set(os.environ)
    audit(script(room, HONEST), reruns=1)
    assert os.getcwd() == here and set(os.environ) == names


@pytest.mark.parametrize(
    "cell, line",
    [("%time x = 1", "x = 1"), ("if True:\n    !ls\n    y = 2", "    pass"), ("a = 1\n%pylab", "pass")],
)
def test_magics_keep_their_lines(cell, line) -> None:
    plain = python(cell).split("\n")
    assert len(plain) == len(cell.split("\n")) and line in plain


@pytest.mark.parametrize(
    "before, status",
    [
        ("import tensorflow_of_nobody as tf", 0),  # named, never used
        ("from tensorflow_of_nobody import keras\nkeras.Model()", 2),  # used: that fails
        ("try:\n    import lightgbm_of_nobody\nexcept ImportError:\n    lightgbm_of_nobody = None", 0),
        ("import seaborn as sns\nsns.heatmap('no table')", 0),  # it only draws
        ("import os\nfor folder, _, names in os.walk('/kaggle/input'):\n    print(names)", 0),
        ("import os\nprint(os.listdir('../input'))", 0),
        ("nobody_knows_this_name", 2),  # the rest of the script runs all the same
    ],
)
def test_a_script_goes_on_where_it_can(room, before, status) -> None:
    report = audit(script(room, before + "\n" + HONEST), reruns=2)
    assert report.status == status and report.scores == 1, repr(report)


def test_a_missing_module_is_asked_for_by_its_own_name(room) -> None:
    report = audit(script(room, "from sklearn.cross_validation import KFold\n" + HONEST), reruns=0)
    assert "sklearn.cross_validation" in report.failures[0].why and "moved cross_validation" in repr(report)


def test_openml_is_read_from_a_data_folder(room, tmp_path_factory) -> None:
    data = tmp_path_factory.mktemp("data")
    (room / "table.csv").rename(data / "1119.csv")
    text = HONEST.replace('table = pd.read_csv("table.csv")\nX, y = table.drop(columns="y"), table["y"]', "")
    fetch = "from sklearn.datasets import fetch_openml\nX, y = fetch_openml(data_id=1119, return_X_y=True)\n"
    text = text.replace("A, B", fetch + "A, B", 1)
    assert audit(script(room, text), data=[data], reruns=2).status == 0
    report = audit(script(room, text), reruns=2)
    assert report.status == 2 and "'1119.csv'" in repr(report)


def test_the_label_among_the_features_is_named(room) -> None:
    text = HONEST.replace(
        'X, y = table.drop(columns="y"), table["y"]', 'X, y = table.assign(v=1 - 2 * table["y"]), table["y"]'
    )
    report = audit(script(room, text.replace("assign(v", 'drop(columns="y").assign(v')), reruns=4)
    assert {f.kind for f in report.leaks} == {"outcome-feature"} and "'v'" in repr(report) or "column" in repr(report)


def test_nothing_scored_is_nothing_judged(room) -> None:
    text = (
        START + "A, B, a, b = train_test_split(X, y, random_state=0)\nB = B.fillna(0)\nLogisticRegression().fit(A, a)\n"
    )
    report = audit(script(room, text), reruns=2)
    assert report.status == 2 and report.scores == 0


def test_the_best_of_a_search_alone_is_a_suspicion(room) -> None:
    text = (
        START
        + """
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=3).fit(X, y)
print(search.best_score_)
"""
    )
    report = audit(script(room, text), reruns=0)
    assert report.status == 0 and [f.severity for f in report.findings] == ["suspicion"]


def test_rows_that_repeat_keep_their_identity_through_pandas(room) -> None:
    import pandas as pd

    table = pd.read_csv(room / "table.csv").round(0)
    table.to_csv(room / "table.csv", index=False)
    text = (
        START
        + """
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
B = B - B.mean()
print(f1_score(b, LogisticRegression().fit(A, a).predict(B)))
"""
    )
    report = audit(script(room, text), reruns=6)
    assert [f.kind for f in report.leaks] == ["refit-on-test"]


def test_a_query_finds_the_names_of_the_program(room) -> None:
    text = HONEST.replace("X, y = table", "low = -9\ntable = table.query('a > @low')\nX, y = table")
    assert audit(script(room, text), reruns=2).status == 0
