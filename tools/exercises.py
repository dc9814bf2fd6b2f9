"""Generate exercises/ from solutions/: the steps that `nbgrader generate_assignment` takes, called directly.

    python tools/exercises.py [SOLUTIONS EXERCISES]

The same source gives the same bytes each time, executed or not. nbgrader_config.py sets up the same steps
for a teacher who runs nbgrader itself.
"""

import sys
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

ROOT = Path(__file__).resolve().parent.parent
STUB = {"python": "# Your code here"}
KEPT_CELL_METADATA = {("nbgrader",), ("tags",)}
KEPT_NOTEBOOK_METADATA = {("kernelspec",), ("language_info", "name")}


def steps() -> list:
    """nbgrader's preprocessors, in the order of `generate_assignment`."""
    clear = ClearMetadataPreprocessor(
        enabled=True,
        preserve_cell_metadata_mask=KEPT_CELL_METADATA,
        preserve_nb_metadata_mask=KEPT_NOTEBOOK_METADATA,
    )
    solutions = ClearSolutions(code_stub=STUB)
    return [
        clear, LockCells(), solutions, ClearOutput(), CheckCellMetadata(), ComputeChecksums(),
        ClearHiddenTests(), ClearMarkScheme(), ComputeChecksums(), CheckCellMetadata(),
    ]  # fmt: skip


def exercise(solution: Path) -> str:
    """The exercise notebook, as text, that belongs to a solution notebook."""
    nb = nbformat.read(solution, as_version=4)
    resources = {"nbgrader": {"notebook": solution.stem}}
    for step in steps():
        nb, resources = step.preprocess(nb, resources)
    return nbformat.writes(nb) + "\n"


def main(solutions: Path, exercises: Path) -> None:
    """Write every exercise and say so."""
    for solution in sorted(solutions.glob("*/*.ipynb")):
        target = exercises / solution.relative_to(solutions)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(exercise(solution), encoding="utf-8")
        print(f"{target.relative_to(exercises)}: {len(target.read_bytes())} bytes")


if __name__ == "__main__":
    where = [Path(text) for text in sys.argv[1:]] or [ROOT / "solutions", ROOT / "exercises"]
    main(*where)
