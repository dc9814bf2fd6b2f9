"""docs/leaks.md and docs/leak_corpus.md say what the code has and what the audit says."""

from pathlib import Path

import typer.main

from imbalance_lib import cli
from imbalance_lib.leakage import audit
from tests.leaks.corpus import ROOT, between, kinds_table, told

PAGE = (ROOT / "docs" / "leaks.md").read_text(encoding="utf-8")
CORPUS = (ROOT / "docs" / "leak_corpus.md").read_text(encoding="utf-8")


def _block(mark: str) -> str:
    """The lines of the code block between two marks."""
    return "\n".join(PAGE.split(f"<!-- {mark} -->")[1].strip().splitlines()[1:-1])


def test_every_kind_is_listed_as_the_code_has_it() -> None:
    assert between(PAGE, "kinds", kinds_table()) == PAGE


def test_the_table_is_of_the_verdicts_that_are_kept() -> None:
    assert "at 0 seeds" not in CORPUS
    assert between(CORPUS, "table", told()) == CORPUS, "publish: python -m tests.leaks.corpus --seeds 0 --publish"


def test_every_option_is_explained() -> None:
    command = typer.main.get_command(cli.app).commands["audit"]  # type: ignore[attr-defined]
    options = [o for p in command.params for o in p.opts if o.startswith("--")]
    assert len(options) > 5 and [o for o in options if f"| `{o}" not in PAGE and f", `{o}" not in PAGE] == []


def test_the_program_shown_is_told_what_the_page_says_and_its_second_leak_once_the_first_is_mended(
    tmp_path: Path,
) -> None:
    program, smote = _block("program"), "SMOTE(random_state=0).fit_resample"
    before, after = f"X, y = {smote}(X, y)\n", f"X_train, y_train = {smote}(X_train, y_train)\n\nmodel"
    file = tmp_path / "churn.py"
    file.write_text(program, encoding="utf-8")
    assert repr(audit(file)) == _block("report")
    assert before in program
    file.write_text(program.replace(before, "").replace("\nmodel", after), encoding="utf-8")
    assert [f.kind for f in audit(file).leaks] == ["threshold-on-test"]
