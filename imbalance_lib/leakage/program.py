"""Reads a script or a notebook as code cells, and stands in for what such a file expects around it."""

import ast
import re
import sys
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DRAWING = (
    "plotly", "cufflinks", "yellowbrick", "scikitplot", "missingno", "wordcloud", "bokeh", "altair", "google", "mlxtend.plotting",
    "pandas_profiling", "ydata_profiling", "sweetviz", "folium", "visuals", "ipywidgets", "holoviews", "hvplot", "graphviz",
    "pydotplus", "dtreeviz", "tqdm", "prettytable", "tabulate", "colorama", "termcolor", "watermark", "autotime",
)  # fmt: skip
NAMED = {  # interfaces that are gone: what to say when a program uses them
    "fit_sample": "imbalanced-learn renamed fit_sample to fit_resample",
    "sklearn.cross_validation": "scikit-learn replaced cross_validation by model_selection",
    "plot_roc_curve": "scikit-learn replaced plot_roc_curve by RocCurveDisplay",
    "plot_confusion_matrix": "scikit-learn replaced plot_confusion_matrix by ConfusionMatrixDisplay",
    "plot_precision_recall_curve": "scikit-learn replaced it by PrecisionRecallDisplay",
    ".ix[": "pandas removed .ix",
    "sparse=": "scikit-learn renamed OneHotEncoder's sparse to sparse_output",
    "base_estimator": "scikit-learn renamed base_estimator to estimator",
}


@dataclass(frozen=True)
class Cell:
    """One code cell; `number` counts code cells from 1, None for the whole of a script."""

    number: int | None
    source: str


@dataclass(frozen=True)
class Program:
    """A file as code cells."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """All code in one."""
        return "\n".join(cell.source for cell in self.cells)


@dataclass
class Failure:
    """A cell that did not run to its end, and why."""

    cell: int | None
    line: int | None
    why: str

    def __str__(self) -> str:
        where = f"cell {self.cell}" if self.cell else "the script"
        return f"{where}{f', line {self.line}' if self.line else ''}: {self.why}"


def read(path: Path) -> Program:
    """A notebook's code cells or a script as one cell. Raises ValueError if it cannot be read."""
    if not path.is_file():
        raise ValueError(f"FILE is {str(path)!r}; there is no such file")
    if path.suffix == ".ipynb":
        import nbformat

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                notebook = nbformat.read(path, as_version=4)
        except Exception as fault:
            raise ValueError(f"FILE is {str(path)!r}; it cannot be read as a notebook ({fault})") from None
        code = [str(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
        return Program(path, tuple(Cell(k, source) for k, source in enumerate(code, 1)))
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as fault:
        raise ValueError(f"FILE is {str(path)!r}; it cannot be read ({fault})") from None
    return Program(path, (Cell(None, text),))


def python(source: str) -> str:
    """The cell as plain Python of the same lines: magics and shell lines become calls or comments."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        pass
    lines = []
    for k, line in enumerate(source.split("\n")):
        bare = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if k == 0 and re.match(r"%%(time|timeit|capture|prun)\b", bare):
            lines.append("pass")
        elif k == 0 and bare.startswith("%%"):
            return "pass" + "\n" * source.count("\n")  # another language
        elif re.match(r"%(time|timeit|prun)\s+\S", bare):
            lines.append(indent + bare.split(None, 1)[1])
        elif bare.startswith(("%", "!", "?")) or re.fullmatch(r"[\w.]+\?{1,2}", bare):
            lines.append(indent + "pass")
        elif re.match(r"(pip|conda|pip3)\s+(install|uninstall|list)\b", bare) or re.match(
            r"(ls|cd|pwd|cat)(\s+[\w./-]*)?$", bare
        ):
            lines.append(indent + "pass")
        elif match := re.match(r"([\w, ]+?)\s*=\s*[!%](.*)", bare):
            lines.append(f"{indent}{match[1]} = []")
        else:
            lines.append(line)
    return "\n".join(lines)


def removed_interfaces(text: str) -> list[str]:
    """What the program uses that today's libraries no longer have, as far as text tells."""
    return [said for sign, said in NAMED.items() if sign in text]


class Anything(types.ModuleType):
    """Stands in for a module that only draws: every name is there, every call returns another of these."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__file__ = f"<stand-in for {name}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Anything(f"{self.__name__}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and "tqdm" in self.__name__ else Anything(self.__name__)

    def __iter__(self) -> Any:
        return iter(())

    def __getitem__(self, key: Any) -> Any:
        return Anything(self.__name__)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        return None


class DrawingFinder:
    """Finds drawing modules that are not installed, last of all finders."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        import importlib.machinery

        if not any(name == d or name.startswith(d + ".") for d in DRAWING):
            return None
        if "." not in name:
            self.notes.append(f"The module {name!r} is not here; something that draws nothing stood in for it.")
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: Any) -> types.ModuleType:
        return Anything(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


class Shell:
    """What get_ipython() returns here: magics do nothing, except those that run code."""

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run

    def run_line_magic(self, name: str, line: str = "", *_: Any) -> None:
        if name in ("time", "timeit", "prun") and line.strip():
            self._run(line)

    magic = run_line_magic

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        if name in ("time", "timeit", "capture", "prun"):
            self._run(cell)

    def system(self, *_: Any) -> None:
        return None

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        return []

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: None


class Files:
    """Finds a file that another machine had: by its base name, in the folders given."""

    def __init__(self, folders: list[Path], notes: list[str]) -> None:
        self.notes = notes
        self.folders = folders

    def find(self, wanted: Any) -> Any:
        """The path of a local file for a path or address that is not here; what was asked for where there is none."""
        if not isinstance(wanted, (str, Path)):
            return wanted
        text = str(wanted)
        if "://" not in text and Path(text).exists():
            return wanted
        name = re.split(r"[/\\]", text.split("?")[0])[-1]
        if not name or "\n" in text or len(text) > 1000:
            return wanted
        for folder in self.folders:
            found = folder / name
            if not found.is_file():
                found = next(
                    (p for p in sorted(folder.rglob("*")) if p.name.lower() == name.lower() and p.is_file()), found
                )
            if found.is_file():
                said = f"{text!r} was read from a file of the same name."
                if said not in self.notes:
                    self.notes.append(said)
                return str(found)
        if "://" in text:
            raise FileNotFoundError(f"{text!r} is on the network; give a folder with {name!r} as --data")
        return wanted


def line_of(fault: BaseException, file: str) -> int | None:
    """The line of the program at which an exception passed last."""
    trace, line = fault.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None and isinstance(fault, SyntaxError):
        line = fault.lineno
    return line


def quiet_surroundings() -> None:
    """No window, no picture on disk, no warning: what a program shows is not looked at here."""
    import os

    os.environ["MPLBACKEND"] = "Agg"
    warnings.simplefilter("ignore")
    warnings.showwarning = lambda *args, **kwargs: None
    if "matplotlib" in sys.modules:
        import matplotlib

        matplotlib.use("Agg", force=True)
