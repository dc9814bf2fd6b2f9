"""What the code of a notebook says without running it: its stamp, and the claims it states."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
GRADING_ROOMS = ("bank", "checks", "classroom", "rehearsal", "cli.py", "doctor.py", "practice.py")
"""Rooms of the library that grade answers: no figure of a claim passes through them."""


@dataclass(frozen=True)
class Written:
    """A call of `il.claim` as it stands in a lesson; name, text and attempt are None where they are no literals."""

    name: str | None
    text: str | None
    attempt: int | None


def read(path: Path) -> NotebookNode:
    """A notebook in format 4."""
    return nbformat.read(path, as_version=4)


def lessons(root: Path = ROOT) -> list[Path]:
    """The lessons of the course in their order."""
    return sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def code_cells(nb: NotebookNode) -> list[NotebookNode]:
    """The code cells that hold anything."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def code_stamp(nb: NotebookNode) -> str:
    """The hash of the code cells: a stored output belongs to the code it was made by."""
    return _hash(cell.source for cell in code_cells(nb))


def library_rooms(root: Path = ROOT) -> dict[str, str]:
    """The hash of each file of the library that a claim can depend on; comments and docstrings do not count."""
    home = root / "imbalance_lib"
    files = [(path.relative_to(home), path) for path in sorted(home.rglob("*.py"))]
    return {name.as_posix(): _hash([_bare(path)]) for name, path in files if name.parts[0] not in GRADING_ROOMS}


def python(cell: NotebookNode) -> ast.Module:
    """The cell's syntax tree, its magics and shell lines left out; an empty one where it is no Python."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in cell.source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return ast.Module([], [])


def claims_written(nb: NotebookNode) -> list[Written]:
    """Every call of `claim` in the order of the cells."""
    calls = [node for cell in code_cells(nb) for node in ast.walk(python(cell)) if isinstance(node, ast.Call)]
    return [_written(call) for call in calls if _called(call) == "claim"]


def _called(call: ast.Call) -> str | None:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)


def _written(call: ast.Call) -> Written:
    given = dict(zip(("name", "text"), call.args, strict=False)) | {k.arg: k.value for k in call.keywords}
    literal: dict[str | None, Any] = {k: v.value for k, v in given.items() if isinstance(v, ast.Constant)}
    attempt = literal.get("attempt") if "attempt" in given else 1
    return Written(literal.get("name"), literal.get("text"), attempt)


def _bare(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source)
    except SyntaxError:  # it is being edited
        return source
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
            node.body[0] = ast.Pass()
    return ast.dump(tree)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
