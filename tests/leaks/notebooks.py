"""Run the notebooks of the corpus and store what they show, at seed 0.

    python -m tests.leaks.notebooks [NOTEBOOK ...]

Each runs in a fresh kernel, in a folder with the tables of that seed, with warnings off. What a shell line prints is
not kept: it is about the machine, not about the program.
"""

import sys
import tempfile
from pathlib import Path

from nbformat import NotebookNode

from tests.leaks.corpus import PROGRAMS, drawn
from tools.stamp import read
from tools.store import execute, keep, main


def shell_lines(nb: NotebookNode) -> list[NotebookNode]:
    """The cells with a line for the shell."""
    return [c for c in nb.cells if c.cell_type == "code" and any(s.startswith("!") for s in c.source.splitlines())]


def run(path: Path) -> NotebookNode:
    """The notebook as it is after a run; what it writes itself stays in a folder that is thrown away."""
    nb = read(path)
    with tempfile.TemporaryDirectory() as made:
        for name, text in drawn(0).items():
            (Path(made) / name).write_bytes(text)
        execute(nb, Path(made), PYTHONWARNINGS="ignore")
    for cell in shell_lines(nb):
        cell.outputs = []
    return nb


def store(path: Path) -> list[str]:
    """Run a notebook and write it back; the faults that kept it from being stored, if there were any."""
    return keep(run(path), path)


if __name__ == "__main__":
    sys.exit(main([Path(text) for text in sys.argv[1:]] or sorted(PROGRAMS.glob("*/*.ipynb")), store))
