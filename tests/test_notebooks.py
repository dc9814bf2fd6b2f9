"""Every stored notebook keeps the rules of notebook_rules.py, and each rule catches what it is there for."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import notebook_rules as rules
from tools import store
from tools.stamp import ROOT, claims_written, code_stamp, lessons, library_rooms, read
from tools.table import COLUMNS, page, read_rows

NOTEBOOKS = [*sorted((ROOT / "notebooks").glob("*.ipynb")), *sorted((ROOT / "solutions").glob("*/*.ipynb"))]
EXERCISES = sorted((ROOT / "exercises").glob("**/*.ipynb"))
LESSONS = lessons()
STORED = [rules.run_from_the_top, rules.fresh, rules.no_errors_or_warnings, rules.no_widget_state, rules.short_cells]
EVERYWHERE = [
    rules.small, rules.no_machine_paths, rules.headings_in_order, rules.pictures_have_words, rules.seeds_from_one_place,
]  # fmt: skip
START = 'import imbalance_lib as il\n\nil.start("01")'


def check(path: Path, *wanted) -> None:
    nb = read(path)
    found = [sentence for rule in wanted for sentence in rule(nb)]
    assert not found, "\n".join([path.name, *found])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_well(path):
    check(path, *STORED, *EVERYWHERE)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_is_built_like_the_others(path):
    check(path, rules.prose_between_code, partial(rules.first_cell, number=path.stem[:2]))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercise_is_stored_without_outputs(path):
    check(path, rules.no_outputs, *EVERYWHERE)


def test_every_claim_is_published_and_proved():
    found = rules.claims_published({path.stem: read(path) for path in LESSONS}, read_rows(ROOT / "docs" / "claims.csv"))
    assert not found, "\n".join(found)


def test_the_page_of_claims_is_made_from_the_table():
    table, made = ROOT / "docs" / "claims.csv", ROOT / "docs" / "claims.md"
    assert table.exists() == made.exists()
    if table.exists():
        assert made.read_text(encoding="utf-8") == page(read_rows(table)), "run `make truth`"


# --- each rule catches a bad notebook and passes its near twin --------------------------------------------


def code(source: str, *outputs, count: int | None = None):
    return new_code_cell(source, outputs=list(outputs), execution_count=count)


def ran(*counts: int):
    return book(*(code("x", count=count) for count in counts))


def html(text: str):
    return new_output("display_data", {"text/html": text, "text/plain": "a picture"})


def book(*cells):
    """A notebook of cells; texts become prose."""
    return new_notebook(cells=[new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells])


def stamped(source: str, stamp_of: str):
    nb = book(code(source, count=1))
    nb.metadata["imbalance"] = {"code": code_stamp(book(code(stamp_of)))}
    return nb


def printed(text: str, name: str = "stdout"):
    return book(code("f()", new_output("stream", name=name, text=text)))


def shows(text: str):
    return book(code("f()", html(text)))


def plot(**kinds: str):
    return book(code("f()", new_output("display_data", {kind.replace("_", "/"): text for kind, text in kinds.items()})))


def with_widgets(nb, **metadata):
    nb.metadata.update(metadata)
    return nb


def seeded(source: str):
    return book(code(source))


first_of_01 = partial(rules.first_cell, number="01")
ERROR = new_output("error", ename="ValueError", evalue="no", traceback=[f"at /{'root'}/x.py"])
PNG = f"data:image/png;base64,AAAA/{'root'}/AAAA"
LINES = "\n".join(["x = 1"] * 25)

TWINS = [
    # rule, a notebook that must be caught, its near twin that must pass
    (rules.run_from_the_top, ran(1, 3), ran(1, 2)),
    (rules.run_from_the_top, book(code("a")), book(code("a", count=1), code(" "))),
    (rules.fresh, stamped("x = 1", "x = 2"), stamped("x = 1", "x = 1")),
    (rules.fresh, book(code("x")), stamped("x", "x")),
    (rules.no_errors_or_warnings, book(code("f()", ERROR)), printed("ValueError: no")),
    (rules.no_errors_or_warnings, printed("careful", "stderr"), printed("careful")),
    (rules.no_errors_or_warnings, printed("lib.py:3: UserWarning: careful\n"), printed("It says UserWarning: careful")),
    (rules.no_widget_state, plot(**{store.WIDGET: "x"}), plot(text_html="x")),
    (rules.no_widget_state, with_widgets(book(), widgets={}), with_widgets(book(), kernelspec={"name": "python3"})),
    (rules.no_outputs, printed("x"), book(code("f()"))),
    (rules.no_outputs, book(code("f()", count=1)), book(code("f()"))),
    (rules.small, book("x" * 1_000_001), book("x" * 900_000)),
    (rules.no_machine_paths, book(code(f"read('/{'home'}/ada/data.csv')")), book(code("read('home/ada/data.csv')"))),
    (rules.no_machine_paths, printed("/tmp/ipykernel_12/3.py"), printed("tmp/x is here, example.org/tmp/x a page")),
    (rules.no_machine_paths, printed("C:\\Users\\ada"), printed("C: \\Users")),
    (rules.no_machine_paths, book(code("f()", ERROR)), printed("no")),
    (rules.no_machine_paths, shows(f"see /{'work'}/x"), shows(f'<img src="{PNG}">')),
    (rules.headings_in_order, book("# A", "### B"), book("# A", "## B", "### C", "## D")),
    (rules.headings_in_order, book("# A", "# B"), book("# A", "```\n# B\n```")),
    (rules.headings_in_order, book("text", "# A"), book("# A", "text")),
    (rules.headings_in_order, book("## A"), book("# A", "#hashtag")),
    (rules.pictures_have_words, shows('<img src="x">'), shows('<img src="x" alt="Two bars">')),
    (rules.pictures_have_words, book('<img src="x" alt=" ">'), book('<img src="x" alt="Two bars">')),
    (rules.pictures_have_words, book("![](x.png)"), book("![Two bars](x.png)")),
    (rules.pictures_have_words, shows('<svg role="img">'), shows('<svg role="img" aria-label="Two bars">')),
    (rules.pictures_have_words, plot(image_png="AAAA"), plot(image_png="AAAA", text_html='<img alt="Two bars">')),
    (rules.seeds_from_one_place, seeded("Forest(random_state=3)"), seeded("Forest(random_state=il.seed(3))")),
    (rules.seeds_from_one_place, seeded("np.random.seed(3)"), seeded("il.seed(3)")),
    (rules.seeds_from_one_place, seeded("np.random.default_rng(3)"), seeded("np.random.default_rng(il.seed(3))")),
    (rules.seeds_from_one_place, seeded("default_rng()"), seeded("il.rng()")),
    (rules.seeds_from_one_place, seeded("np.random.normal(size=9)"), seeded("il.rng(1).normal(size=9)")),
    (rules.seeds_from_one_place, seeded("torch.manual_seed(3)"), seeded("torch.manual_seed(il.seed(3))")),
    (rules.seeds_from_one_place, seeded("%matplotlib inline\nrandom_state = 3"), seeded("states = 3")),
    (rules.seeds_from_one_place, seeded("def f(x, random_state=3): pass"), seeded("def f(x, random_state=None): pass")),
    (rules.seeds_from_one_place, seeded("f(**{'forest__random_state': 3})"), seeded("f(**{'forest__depth': 3})")),
    (rules.short_cells, book(code(LINES + "\ny = 2")), book(code(LINES + "\n\n"))),
    (rules.prose_between_code, ran(1, 2, 3), book(code("1"), code("2"), "b", code("3"))),
    (first_of_01, book(code("import numpy"), code(START)), book("text", code(START), code("import numpy"))),
    (first_of_01, book(code(START.replace("01", "02"))), book(code(START.replace("\n\n", "\n")))),
]  # fmt: skip


@pytest.mark.parametrize("rule, bad, good", TWINS)
def test_rule_catches_the_bad_one_and_passes_its_twin(rule, bad, good):
    assert rule(bad) and all(isinstance(sentence, str) for sentence in rule(bad))
    assert rule(good) == []


def test_every_rule_has_twins():
    tried = {getattr(rule, "func", rule) for rule, _, _ in TWINS}
    asked = {rules.no_outputs, rules.prose_between_code, rules.first_cell, *STORED, *EVERYWHERE}
    assert asked == tried


# --- the claims -------------------------------------------------------------------------------------------

CLAIM = 'il.claim("worse", "It gets worse", 0.3, ">", 0.2, source="here")'


def table(nb, **changes: str):
    row = dict.fromkeys(COLUMNS, "") | {
        "lesson": "01_x", "claim": "worse", "text": "It gets worse", "op": ">", "stated": "0.2", "effect": "0.3",
        "held": "20", "of": "20", "attempt": "1", "stamp": code_stamp(nb),
    }  # fmt: skip
    return [row | changes]


def test_a_published_claim_passes_and_no_claims_need_no_table():
    nb = book(code(CLAIM))
    assert rules.claims_published({"01_x": nb}, table(nb)) == []
    assert rules.claims_published({"01_x": book(code("x"))}, []) == []


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"claim": "other"}, "not in docs/claims.csv"),
        ({"lesson": "02_x"}, "no lesson states it"),
        ({"text": "It gets better"}, "other code: run `make truth`"),
        ({"stamp": "0"}, "other code: run `make truth`"),
        ({"attempt": "2"}, "another attempt"),
        ({"of": "5", "held": "5"}, "another attempt"),
        ({"held": "19"}, "held in 19 of 20"),
        ({"effect": "0.41"}, "factor of two"),
        ({"effect": "-0.2"}, "factor of two"),
        ({"stated": "0"}, "factor of two"),
    ],
)
def test_a_claim_that_is_not_proved_is_named(changes, sentence):
    nb = book(code(CLAIM))
    assert any(sentence in found for found in rules.claims_published({"01_x": nb}, table(nb, **changes)))


def test_equalities_have_no_size():
    nb = book(code(CLAIM))
    assert rules.claims_published({"01_x": nb}, table(nb, op="==", effect="9")) == []


@pytest.mark.parametrize(
    "source",
    [CLAIM + "\n" + CLAIM, CLAIM.replace('"It gets worse"', "text"), CLAIM.replace('"worse"', "f'{x}'")],
    ids=["twice", "computed text", "computed name"],
)
def test_claims_stated_twice_or_computed_are_named(source):
    nb = book(code(source))
    assert rules.claims_published({"01_x": nb}, table(nb))


def test_claims_are_read_from_the_code():
    source = """\
%matplotlib inline
for k in range(3):
    il.claim(name="a", text="one " "line", value=1, op=">", bound=0, source="s", attempt=2)"""
    (found,) = claims_written(book(code(source), CLAIM))
    assert (found.name, found.text, found.attempt) == ("a", "one line", 2)


# --- storing ----------------------------------------------------------------------------------------------


def written(folder: Path, *cells) -> Path:
    path = folder / "01_tiny.ipynb"
    nbformat.write(book("# Tiny", *cells), path)
    return path


def test_storing_twice_gives_the_same_bytes(tmp_path):
    widget = """\
class Twin(int):
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.jupyter.widget-view+json": {"model_id": str(id(self))}, "text/html": "<b>twin</b>"}
Twin(3)"""
    seen = """\
import os
print(os.environ["IMBALANCE_SEED_SHIFT"], os.listdir(os.environ["IMBALANCE_HOME"]), {"a", "b", "c"})"""
    path = written(tmp_path, code(seen, count=7), code(widget), code(""))
    ids = [cell.id for cell in read(path).cells]
    assert store.store(path) == []
    once = path.read_bytes()
    assert store.store(path) == [] and path.read_bytes() == once

    nb = read(path)
    assert [cell.id for cell in nb.cells] == ids
    assert nb.metadata.language_info == {"name": "python"} and nb.metadata.kernelspec.name == "python3"
    assert nb.cells[1].outputs[0].text.startswith("0 [] {")
    assert nb.cells[2].outputs[0].data == {"text/html": "<b>twin</b>", "text/plain": "3"}
    assert [sentence for rule in STORED for sentence in rule(nb)] == []
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "source, sentence",
    [("1 / 0", "ZeroDivisionError"), ("import warnings; warnings.warn('careful')", "careful"), ("print('stop')", None)],
)
def test_errors_and_warnings_are_not_stored(tmp_path, source, sentence):
    path = written(tmp_path, code(source))
    before = path.read_bytes()
    found = store.store(path)
    assert bool(found) == bool(sentence) == (path.read_bytes() == before)
    assert not found or (sentence in found[0] and "cell 2" in found[0])


def test_the_stamp_follows_code_not_prose_or_outputs():
    one, two = book("a", code("x = 1")), book("b", "c", code("x = 1", count=3), code(""))
    assert code_stamp(one) == code_stamp(two) != code_stamp(book(code("x = 2")))
    assert code_stamp(book(code("a"), code("b"))) != code_stamp(book(code("a\nb")))


def test_the_library_stamp_follows_code_not_comments(tmp_path):
    room = tmp_path / "imbalance_lib" / "losses.py"
    (room.parent / "bank").mkdir(parents=True)
    (room.parent / "bank" / "q.py").write_text("x = 1")

    def stamp(text: str) -> dict[str, str]:
        room.write_text(text)
        return library_rooms(tmp_path)

    first = stamp('"""One."""\nx = 1\n')
    assert list(first) == ["losses.py"]
    assert stamp('"""Two."""\n# more\nx = 1\n') == first != stamp('"""One."""\nx = 2\n')
    assert stamp("x = (") != first


# --- strict warnings --------------------------------------------------------------------------------------

WARN = "import warnings; warnings.warn_explicit('soon gone', {kind}, 'x.py', 1, module='{module}')"
KINDS, MODULES = ("FutureWarning", "DeprecationWarning", "UserWarning"), ("__main__", "sklearn.svm", "pandas.core")


def raised_in_a_lesson(folder: Path, **variables: str) -> list[str]:
    """The warnings that are errors in a lesson which loads the usual libraries after its first cell."""
    tries = [WARN.format(kind=kind, module=module) for kind in KINDS for module in MODULES]
    source = "import sklearn.ensemble, imblearn.pipeline, matplotlib.pyplot, pandas, seaborn, scipy.stats\n" + "".join(
        f"try:\n    {line}\nexcept Warning as w:\n    print(type(w).__name__)\n" for line in tries
    )
    nb = book(code(START), code(source))
    store.execute(nb, folder, **variables)
    return [word for o in nb.cells[1].outputs if o.name == "stdout" for word in o.text.split()]


def test_deprecations_are_errors_in_strict_mode_and_only_there(tmp_path):
    assert raised_in_a_lesson(tmp_path, IMBALANCE_STRICT="1") == ["FutureWarning"] * 3 + ["DeprecationWarning"] * 3
    assert raised_in_a_lesson(tmp_path) == []


def test_nbval_fails_a_lesson_with_a_deprecation(tmp_path):
    """The command of `make test`, on a lesson that raises one and on its near twin."""
    bad, good = tmp_path / "bad.ipynb", tmp_path / "good.ipynb"
    nbformat.write(book(code(START), code(WARN.format(kind="FutureWarning", module="m"))), bad)
    nbformat.write(book(code(START), code(WARN.format(kind="UserWarning", module="m"))), good)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax"]
    strict = os.environ | {"IMBALANCE_STRICT": "1", "IMBALANCE_HOME": str(tmp_path)}
    ran = [subprocess.run([*command, path], cwd=tmp_path, env=strict, capture_output=True) for path in (bad, good)]
    assert [done.returncode for done in ran] == [1, 0], ran[1].stdout.decode()
