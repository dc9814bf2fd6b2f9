"""Run the notebooks from the top and store what they show: `make notebooks`.

    python tools/store.py [NOTEBOOK ...]

Each runs in a fresh kernel, on the usual seeds, with a progress log of its own, so that what is stored depends on
nobody's past. The same code gives the same bytes each time. A notebook with an error or a warning is not stored.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from joblib import Parallel, delayed
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tools.stamp import ROOT, code_stamp, read

WIDGET = "application/vnd.jupyter.widget-view+json"
SEED_OF_SETS = "0"


def execute(nb: NotebookNode, folder: Path, **variables: str) -> None:
    """Run all cells in a fresh kernel that starts in `folder`; stop at the first error, and leave it in its cell.

    The kernel has a throwaway progress log, one thread, and none of the course's variables but those given here.
    """
    with tempfile.TemporaryDirectory() as home:
        own = {k: v for k, v in os.environ.items() if not k.startswith("IMBALANCE_")}
        own |= {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": SEED_OF_SETS, "IMBALANCE_HOME": home} | variables
        client = NotebookClient(
            nb,
            kernel_name="python3",
            timeout=900,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(folder)}},
        )
        try:
            client.execute(env=own)
        except CellExecutionError:
            pass  # the caller reads it from the cell


def faults(nb: NotebookNode) -> list[str]:
    """What forbids storing: errors, and anything on stderr."""
    found = []
    for number, cell in enumerate(nb.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"cell {number}: {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                found.append(f"cell {number} wrote to stderr: {output.text.strip()}")
    return found


def clean(nb: NotebookNode) -> None:
    """Take out what changes from run to run or from machine to machine, and stamp the code."""
    nb.metadata.pop("widgets", None)
    nb.metadata["language_info"] = {"name": "python"}
    nb.metadata.setdefault(
        "kernelspec", {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    )
    nb.metadata["imbalance"] = {"code": code_stamp(nb)}
    for cell in nb.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            output.get("metadata", {}).pop(WIDGET, None)
        if cell.cell_type == "code":  # a widget that had no static twin leaves nothing to show
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]


def keep(nb: NotebookNode, path: Path) -> list[str]:
    """Write a notebook that was run; the faults that kept it from being stored, if there were any."""
    if found := faults(nb):
        return found
    clean(nb)
    unfinished = path.with_suffix(".unfinished")
    nbformat.write(nb, unfinished)
    os.replace(unfinished, path)
    return []


def store(path: Path) -> list[str]:
    """Run a notebook and write it back; the faults that kept it from being stored, if there were any."""
    nb = read(path)
    execute(nb, path.parent, IMBALANCE_SEED_SHIFT="0")
    return keep(nb, path)


def main(paths: list[Path], store: Callable[[Path], list[str]] = store) -> int:
    """Store all of them, two at a time, and say which were; 1 where one was not."""
    answers = Parallel(n_jobs=2, return_as="generator")(delayed(store)(path) for path in paths)
    refused = 0
    for path, found in zip(paths, answers, strict=True):
        print(f"{path.name}: {'NOT STORED' if found else 'stored'}", *found, sep="\n  ", flush=True)
        refused += bool(found)
    return int(refused > 0)


if __name__ == "__main__":
    every = [*sorted((ROOT / "notebooks").glob("*.ipynb")), *sorted((ROOT / "solutions").glob("*/*.ipynb"))]
    sys.exit(main([Path(text) for text in sys.argv[1:]] or every))
