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
    "plotly", "cufflinks", "yellowbrick", "scikitplot", "missingno", "wordcloud", "bokeh", "altair", "google",
    "mlxtend.plotting",
    "pandas_profiling", "ydata_profiling", "sweetviz", "folium", "visuals", "ipywidgets", "holoviews", "hvplot",
    "graphviz",
    "pydotplus", "dtreeviz", "tqdm", "prettytable", "tabulate", "colorama", "termcolor", "watermark", "autotime",
)  # fmt: skip
NAMED = {  # interfaces that are gone or changed, as patterns: what to say when a program that uses them fails
    r"fit_sample": "imbalanced-learn renamed fit_sample to fit_resample",
    r"sklearn\.cross_validation|sklearn\.grid_search": "scikit-learn moved cross_validation and grid_search "
    "to model_selection",
    r"plot_roc_curve|plot_confusion_matrix|plot_precision_recall_curve": "scikit-learn replaced its plot_ functions by "
    "Display classes",
    r"\.ix\[": "pandas removed .ix",
    r"\bsparse\s*=": "scikit-learn renamed OneHotEncoder's sparse to sparse_output",
    r"base_estimator": "scikit-learn renamed base_estimator to estimator",
    r"\.append\(.*ignore_index": "pandas removed DataFrame.append; it is concat",
    r"\]\s*\.\s*(fillna|replace)\(.*inplace\s*=\s*True": "with pandas 3, df['c'].fillna(..., inplace=True) "
    "does nothing",
    r"==\s*['\"]object['\"]|==\s*object\b": "with pandas 3, columns of words are no longer of dtype object",
    r"np\.(NaN|NAN|Inf|float|int|bool|object)\b(?!_)": "NumPy removed np.NaN, np.float and the like",
    r"(SMOTE\w*|Tomek\w*|Sampler|NearMiss|ENN)\([^)]*\b(ratio|kind|return_indices)\s*=": "imbalanced-learn renamed "
    "ratio to sampling_strategy and removed kind and return_indices",
    r"drop\(columns=.*axis\s*=": "pandas no longer takes both columns and axis in drop",
    r"\.corr\(\)": "pandas no longer leaves words out of corr()",
}
PICTURE = re.compile(r"\s*(\w+\s*=\s*)?(sns|plt|px|go|fig|ax|axes|seaborn|pyplot)\b[.\[]|.*\.(plot|hist|boxplot)\b")


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


def guarded_imports(text: str) -> set[str]:
    """The modules that a program imports inside `try`: it has a way of its own to do without them."""
    try:
        tree = ast.parse(python(text))
    except SyntaxError:
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in inner.names}
                elif isinstance(inner, ast.ImportFrom) and inner.module:
                    found.add(inner.module.split(".")[0])
    return found


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
            lines.append(indent + (re.sub(r"^(-\w+\s*\w*\s+)+", "", bare.split(None, 1)[1]) or "pass"))
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


def ordering_columns(program: Program) -> set[str]:
    """Columns that the program sorts or indexes by, or rolls over: they say when a row was, whatever their name."""
    found: set[str] = set()
    for cell in program.cells:
        try:
            tree = ast.parse(python(cell.source))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            given = [k.value for k in node.keywords if k.arg in ("by", "keys", "on")]
            if node.func.attr in ("sort_values", "set_index"):
                given += node.args[:1]
            elif node.func.attr not in ("rolling", "resample", "merge_asof"):
                continue
            found |= {
                n.value for g in given for n in ast.walk(g) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
    return found


def removed_interfaces(text: str) -> list[str]:
    """What the program uses that today's libraries no longer have, as far as text tells."""
    return [said for sign, said in NAMED.items() if re.search(sign, text)]


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


class Absent(types.ModuleType):
    """Stands in for a module that is not here: it can be imported and named, and fails where it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise ModuleNotFoundError(f"No module named {self.__name__.split('.')[0]!r}, which is used here")


class StandIns:
    """Finds modules that are not installed, last of all finders, and only for imports of the program itself."""

    def __init__(self, notes: list[str], guarded: set[str], is_library: Callable[[str], bool]) -> None:
        self.notes, self.guarded, self.is_library = notes, guarded, is_library

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        import importlib.machinery

        if name.split(".")[0] in self.guarded or not self._asked_by_program(name):
            return None
        top = sys.modules.get(name.split(".")[0])
        if top is not None and not isinstance(top, (Anything, Absent)):
            return None  # the package is here, the module inside it is not
        draws = any(name == d or name.startswith(d + ".") for d in DRAWING)
        if "." not in name:
            what = "something that draws nothing stood in for it" if draws else "it fails where it is used"
            self.notes.append(f"The module {name!r} is not here; {what}.")
        return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def _asked_by_program(self, name: str) -> bool:
        if name.split(".")[0] in sys.modules and isinstance(sys.modules[name.split(".")[0]], (Anything, Absent)):
            return True
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        return frame is not None and not self.is_library(frame.f_code.co_filename)

    def create_module(self, spec: Any) -> types.ModuleType:
        draws = any(spec.name == d or spec.name.startswith(d + ".") for d in DRAWING)
        return Anything(spec.name) if draws else Absent(spec.name)

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
