"""The command line: `imbalance check | doctor | progress | audit | compare`."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from imbalance_lib.checks import Verdict

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Tools of the course on imbalanced classification.")


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="An exercise notebook with your answers.")],
    as_json: Annotated[bool, typer.Option("--json", help="A list of verdicts, for machines.")] = False,
) -> None:
    """Run a notebook and print the verdict of each of its checks. Exit status: 0 all right, 1 not yet, 2 not run."""
    try:
        verdicts = run_checks(notebook)
    except (OSError, ValueError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None
    if not verdicts:
        typer.echo(f"{notebook} holds no check cell: a line such as il.check(...)", err=True)
        raise typer.Exit(2)
    if as_json:
        typer.echo(json.dumps(verdicts, ensure_ascii=False, indent=1))
    else:
        for verdict in verdicts:
            typer.echo(text_of(verdict) + "\n")
        earned, possible = (sum(v[name] for v in verdicts) for name in ("points", "possible"))
        right = sum(v["status"] == "right" for v in verdicts)
        typer.echo(f"{right} of {len(verdicts)} right, {earned:g} of {possible:g} points")
    raise typer.Exit(0 if all(v["status"] == "right" for v in verdicts) else 1)


def run_checks(notebook: Path) -> list[dict[str, Any]]:
    """Run a notebook in a fresh kernel, past cells that fail, and return the verdicts of its checks."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError

    if not notebook.is_file():
        raise ValueError(f"notebook is {str(notebook)!r}; there is no such file")
    try:
        nb = nbformat.read(notebook, as_version=4)
    except Exception as fault:
        raise ValueError(f"notebook is {str(notebook)!r}; it cannot be read as a notebook ({fault})") from None
    client = NotebookClient(
        nb,
        allow_errors=True,
        kernel_name="python3",  # whatever the name of the kernel on the machine it was written on
        resources={"metadata": {"path": str(notebook.parent)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    try:
        # a kernel under load may complain on its own stderr while it shuts down
        client.execute(env={**os.environ, "IMBALANCE_VERDICT": "json"}, stderr=subprocess.DEVNULL)
    except DeadKernelError:
        raise ValueError(f"notebook is {str(notebook)!r}; one of its cells ended the kernel") from None
    return [verdict for cell in nb.cells if cell.cell_type == "code" for verdict in verdicts_of(cell)]


def verdicts_of(cell: Any) -> list[dict[str, Any]]:
    """The verdicts that a cell shows; a check that never ran, because a name is missing, is one too."""
    found = []
    for output in cell.get("outputs", []):
        asked = re.search(r"""\bcheck\(\s*["']([\w-]+)["']""", cell.source)
        if output.output_type == "error" and asked:
            found.append(json.loads(not_run(asked[1], output).json))
            continue
        try:
            verdict = json.loads(output["data"]["text/plain"])
        except (KeyError, TypeError, ValueError):
            continue
        if isinstance(verdict, dict) and "misconceptions" in verdict:
            found.append(verdict)
    return found


def not_run(question_id: str, error: Any) -> "Verdict":
    """The verdict on a question whose check stopped before it began."""
    from imbalance_lib import bank
    from imbalance_lib.checks import Verdict

    says = f"The check did not run ({error.ename}: {error.evalue}). Look at the cell above it."
    possible = next((q.points for q in bank.questions() if q.id == question_id), 0.0)
    return Verdict("error", says, question=question_id, possible=possible)


def text_of(verdict: dict[str, Any]) -> str:
    """A verdict that came as JSON, as text."""
    from imbalance_lib.checks import Counterexample, Verdict

    seen = verdict.get("counterexample")
    return Verdict(**{**verdict, "counterexample": Counterexample(**seen) if seen else None}).text


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    read: Annotated[str, typer.Option("--read", metavar="CODE", help="Say what a participant's code means.")] = "",
) -> None:
    """Look whether everything the course needs is here, and say what to do where it is not."""
    from imbalance_lib import doctor as room

    if read:
        try:
            typer.echo("\n".join(f"{name}: {value}" for name, value in room.read_code(read).items()))
        except ValueError as fault:
            typer.echo(str(fault), err=True)
            raise typer.Exit(2) from None
        return
    raise typer.Exit(room.main(as_json))


@app.command()
def progress(
    merge: Annotated[Path | None, typer.Option(help="Add a progress.jsonl from another machine first.")] = None,
) -> None:
    """Show which questions are answered."""
    from imbalance_lib.checks import progress as log
    from imbalance_lib.practice import show_progress

    if merge is not None:
        try:
            typer.echo(f"{log.merge(merge)} new events.")
        except OSError as fault:
            typer.echo(str(fault), err=True)
            raise typer.Exit(2) from None
    typer.echo(repr(show_progress()))


@app.command()
def audit(
    file: Annotated[
        Path, typer.Argument(help="A script (.py) or a notebook (.ipynb). It is run, in a copy of its folder.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="A list of findings, for machines.")] = False,
    target: Annotated[
        str | None, typer.Option(help="The column that is predicted; found by itself in most programs.")
    ] = None,
    groups: Annotated[str | None, typer.Option(help="Rows that share this column must stay on one side.")] = None,
    time: Annotated[str | None, typer.Option(help="The moment of the decision: training must be earlier.")] = None,
    label_time: Annotated[str | None, typer.Option(help="The moment at which the label becomes known.")] = None,
    not_at_prediction: Annotated[
        list[str] | None, typer.Option(help="A column written after the decision; may be given several times.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(help="A folder in which missing files are looked for by name.")
    ] = None,
    reruns: Annotated[int, typer.Option(help="Runs with held-out rows replaced, at most.")] = 12,
    budget: Annotated[float, typer.Option(help="Seconds for all runs together.")] = 300.0,
) -> None:
    """Is this program honest? Run it, watched, and say which score leaks, where, and what to do.

    Exit status: 1 a leak (a minor one included), 0 none seen (suspicions alone included), 2 could not judge.
    """
    # one thread from the start: forks and thread pools do not mix
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("MPLBACKEND", "Agg")
    from imbalance_lib import leakage

    try:
        report = leakage.audit(
            file, target=target, groups=groups, time=time, label_time=label_time,
            not_at_prediction=not_at_prediction or (), data=data or (), reruns=reruns, budget=budget,
        )  # fmt: skip
    except ValueError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None
    typer.echo(json.dumps(report.as_list(), ensure_ascii=False, indent=1) if as_json else repr(report))
    raise typer.Exit(report.status)


@app.command()
def compare(
    file: Annotated[Path | None, typer.Argument(help="A CSV of your own; without it, the sets of the course.")] = None,
    target: Annotated[str | None, typer.Option(help="Its column to predict, of two values.")] = None,
    groups: Annotated[str | None, typer.Option(help="Rows that share it stay on one side, unless --time.")] = None,
    time: Annotated[str | None, typer.Option(help="Train on the past and test on the future of this column.")] = None,
    sets: Annotated[str | None, typer.Option(help="Names separated by commas; default: all.")] = None,
    families: Annotated[str | None, typer.Option(help="Families of classifiers; default: all.")] = None,
    strategies: Annotated[str | None, typer.Option(help="Strategies; default: all.")] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Divisions into folds.")] = 2,
    max_rows: Annotated[int, typer.Option(min=1_000, help="Larger sets are cut to so many rows.")] = 4_000,
    store: Annotated[Path | None, typer.Option(help="The file that keeps results; default: your data folder.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes; -1: one a core.")] = -1,
    dask: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on the Dask cluster there.")] = None,
    names: Annotated[bool, typer.Option("--list", help="Show what there is to choose from.")] = False,
) -> None:
    """Compare the remedies by nested cross-validation. Stop it at any time: the same command goes on where it was."""
    from imbalance_lib.comparison import console as shown

    try:
        raise typer.Exit(
            shown.command(file, target, groups, time, sets, families, strategies, repeats, max_rows, store, jobs,
                          dask, names)
        )  # fmt: skip
    except ValueError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    app()
