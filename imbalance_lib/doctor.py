"""Is everything the course needs here? Each check is a function; what it found, and what to do, is a `Finding`.

`imbalance doctor` prints them, and a short code for the instructor that says the same and nothing personal.
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from ast import literal_eval
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import reduce
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

import imbalance_lib

if TYPE_CHECKING:  # the rooms below need NumPy, and a NumPy that does not load is to be told, not to end the doctor
    from imbalance_lib.checks import Question

COURSE = "imbalance-course"
NEEDS_PYTHON = (3, 11)
WORDS = {"ok": "OK", "warn": "LOOK", "fault": "FAULT"}
COLORS = {"ok": "blue", "warn": "yellow", "fault": "red"}


@dataclass(frozen=True)
class Finding:
    """What one check found. `state` is ok, warn or fault; `remedy` says what to do about the last two."""

    name: str
    state: str
    says: str
    remedy: str = ""


def pip(*words: str) -> str:
    """The command that installs into this very Python, whichever `pip` the terminal would find."""
    quoted = (word if re.fullmatch(r"[\w./:=\\-]+", word) else f'"{word}"' for word in words)
    return " ".join([_python(), "-m pip install", *quoted])


def _python() -> str:
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable


# --- Python and its packages ------------------------------------------------------------------------------


def requirements(course: str = COURSE) -> list[Any]:
    """The requirements (`packaging.requirements.Requirement`) that the installed course states, extras among them."""
    from packaging.requirements import Requirement

    return [Requirement(line) for line in metadata.requires(course) or []]


def _needed(requirement: Any, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def installed(package: str) -> str:
    """The version of an installed package, or "" where there is none."""
    try:
        return metadata.version(package) or ""
    except metadata.PackageNotFoundError:
        return ""


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Finding:
    """Whether this Python is new enough."""
    here, needed = ".".join(map(str, version)), ".".join(map(str, NEEDS_PYTHON))
    if version >= NEEDS_PYTHON:
        return Finding("python", "ok", f"Python {here}, {sys.executable}")
    remedy = f"Install Python {needed} or newer, then build the environment again with it (README, two commands)."
    return Finding("python", "fault", f"Python {here} is too old: the course needs {needed} or newer.", remedy)


def check_packages(course: str = COURSE, version_of: Callable[[str], str] = installed) -> Finding:
    """Whether every package that the course requires is here, in a version that it works with."""
    try:
        needed = [r for r in requirements(course) if _needed(r)]
    except metadata.PackageNotFoundError:
        remedy = f"In the folder of the course run: {pip('-e', '.')}"
        return Finding("packages", "fault", "The course is not installed in this Python.", remedy)
    found = {r: version_of(r.name) for r in needed}
    missing = [r.name for r, version in found.items() if not version]
    unfit = [r for r, version in found.items() if version and not r.specifier.contains(version, prereleases=True)]
    if not missing and not unfit:
        return Finding("packages", "ok", f"{len(needed)} packages are here, in versions the course works with.")
    says = [f"{name} is missing" for name in missing]
    says += [f"{r.name} is {found[r]}, the course needs {r.specifier}" for r in unfit]
    remedy = pip(*(f"{r.name}{r.specifier}" for r in needed if r in unfit or r.name in missing))
    return Finding("packages", "fault", "; ".join(says) + ".", f"Run: {remedy}")


def check_versions(
    constraints: Path = Path(imbalance_lib.__file__).parents[1] / "constraints.txt",
    course: str = COURSE,
    version_of: Callable[[str], str] = installed,
) -> Finding:
    """Whether the packages are those that the stored outputs were made with; other versions may move a last digit."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name
    from packaging.version import Version

    if not constraints.is_file():
        return Finding("versions", "ok", "No constraints.txt beside the library, so there is nothing to compare with.")
    lines = (line.partition("#")[0].strip() for line in constraints.read_text(encoding="utf-8").splitlines())
    stored = {canonicalize_name(r.name): r.specifier for r in map(Requirement, filter(None, lines))}
    others = []
    for name in (r.name for r in requirements(course) if _needed(r)):
        here, made_with = version_of(name), stored.get(canonicalize_name(name))
        if here and made_with and not made_with.contains(Version(here).public, prereleases=True):
            others.append(f"{name} {here} (not {str(made_with).lstrip('=')})")
    if not others:
        return Finding("versions", "ok", "The same versions as those the stored outputs were made with.")
    more = f" and {len(others) - 4} more" if len(others) > 4 else ""
    says = f"Other versions than those the stored outputs were made with: {', '.join(others[:4])}{more}."
    command = pip("-c", str(constraints), "-e", str(constraints.parent))
    remedy = f"Your figures may differ in their last digits. For the same ones run: {command}"
    return Finding("versions", "warn", says, remedy)


def check_import(name: str, module: str) -> Finding:
    """Whether a tool of the course can be imported, and its version."""
    try:
        import_module(module)
    except Exception as fault:
        says = f"{module} cannot be imported ({_sentence(fault)})."
        return Finding(name, "fault", says, f"Run: {pip('--force-reinstall', module)}")
    return Finding(name, "ok", f"{module} {installed(module)}".strip())


def check_torch(module: str = "torch", course: str = COURSE) -> Finding:
    """Tell of PyTorch, which lesson 05 alone needs: is it here, does it load, is it the version of the course?"""
    if find_spec(module) is None:
        says = "PyTorch is not here. Lesson 05 alone needs it; the README's paragraph on PyTorch says how to get it."
        return Finding("torch", "ok", says)
    code = f"import {module} as t; print(t.__version__, t.version.cuda)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    if run.returncode:
        why = run.stderr.strip().splitlines()[-1:] or [f"exit status {run.returncode}"]
        remedy = "Lesson 05 will not run. Install PyTorch again as the README's paragraph on it says."
        return Finding("torch", "warn", f"PyTorch is here, but it does not load ({why[0]}).", remedy)
    version, cuda = run.stdout.split()[-2:]
    says = f"PyTorch {version}" + ("" if cuda == "None" else f", built for CUDA {cuda}; the course runs on the CPU")
    wanted = next((r.specifier for r in requirements(course) if r.name == "torch"), None)
    if wanted is not None and not wanted.contains(version.partition("+")[0], prereleases=True):
        says += f"; lesson 05 was made with {str(wanted).lstrip('=')}, so its figures may differ"
    return Finding("torch", "ok", f"{says}.")


# --- the notebook's kernel --------------------------------------------------------------------------------


def check_kernel(
    name: str = "python3",
    prefix: str = sys.prefix,
    version: tuple[int, ...] = tuple(sys.version_info[:2]),
    timeout_s: float = 60.0,
) -> Finding:
    """Whether a notebook's kernel starts, computes, and is this Python; one of another Python lacks the course."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import start_new_kernel

    repair = f"Run: {_python()} -m ipykernel install --sys-prefix"
    try:
        folder = KernelSpecManager().get_kernel_spec(name).resource_dir
    except NoSuchKernel:
        return Finding("kernel", "fault", f"Jupyter knows no kernel named {name}.", repair)
    repair += f". If that does not help, delete the folder that describes the kernel: {folder}"
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        manager, client = start_new_kernel(startup_timeout=timeout_s, kernel_name=name, **quiet)
    except Exception as fault:
        return Finding("kernel", "fault", f"The kernel {name} does not start ({_sentence(fault)}).", repair)
    try:
        sys_ = "__import__('sys')"
        asked = {"sum": "1 + 1", "executable": f"{sys_}.executable", "prefix": f"{sys_}.prefix",
                 "version": f"tuple({sys_}.version_info[:2])"}  # fmt: skip
        reply = client.execute("", user_expressions=asked, store_history=False, reply=True, timeout=timeout_s)
        said = {key: literal_eval(it["data"]["text/plain"])
                for key, it in reply["content"]["user_expressions"].items()}  # fmt: skip
    except Exception as fault:
        says = f"The kernel {name} starts, but does not answer ({_sentence(fault)})."
        return Finding("kernel", "fault", says, repair)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if said["sum"] != 2:
        return Finding("kernel", "fault", f"The kernel {name} says that 1 + 1 is {said['sum']!r}.", repair)
    if not _same_place(said["prefix"], prefix) or said["version"] != version:
        says = f"The kernel {name} is another Python: {said['executable']}, and not that of {prefix}."
        return Finding("kernel", "fault", says, repair)
    return Finding("kernel", "ok", f"The kernel {name} starts, computes, and is this Python.")


def _same_place(a: str, b: str) -> bool:
    return os.path.normcase(os.path.realpath(a)) == os.path.normcase(os.path.realpath(b))


# --- the disk ---------------------------------------------------------------------------------------------


def check_disk(
    places: Mapping[str, Path] | None = None, free_at: Callable[[Path], int] = lambda p: disk_usage(p).free
) -> Finding:
    """Whether there is room for progress and for the course: a fault below 100 MB, a look below 1 GB."""
    from imbalance_lib.checks import progress

    course = Path(imbalance_lib.__file__).parent
    places = {"your progress": progress.home(), "the course": course} if places is None else places
    free = {what: free_at(_nearest(place)) for what, place in places.items()}
    tight = min(free, key=lambda what: free[what])
    says = f"{_size(free[tight])} free where {tight} is kept ({places[tight]})."
    state = "fault" if free[tight] < 100e6 else "warn" if free[tight] < 1e9 else "ok"
    return Finding("disk", state, says, "" if state == "ok" else "Free some space there: 1 GB is comfortable.")


def _nearest(place: Path) -> Path:
    return next(p for p in (place.absolute(), *place.absolute().parents) if p.exists())


def _size(n_bytes: float) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.0f} MB"


def check_progress(home: Path | None = None) -> Finding:
    """Whether your answers can be saved: the folder is made if it is missing, and a file in it is tried."""
    from imbalance_lib.checks import progress

    home = progress.home() if home is None else home
    log = home / progress.log_file().name
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"\n")
        if log.exists():
            log.open("ab").close()
    except OSError as fault:
        says = f"Your progress cannot be saved in {home} ({fault.strerror or _sentence(fault)})."
        return Finding("progress", "fault", says, "Set IMBALANCE_HOME to a folder you can write to.")
    return Finding("progress", "ok", f"Your progress is kept in {home}.")


# --- the checks of the course -----------------------------------------------------------------------------


def check_grading(question: "Question | None" = None) -> Finding:
    """Whether a right answer is called right here, and a known mistake by its name. Nothing is logged."""
    from imbalance_lib import bank
    from imbalance_lib.checks import ask_function, grade

    question = question or next(q for q in bank.questions() if q.kind == "code" and any(s.answer for s in q.slips))
    slip = next(s for s in question.slips if s.answer)
    repair = "Install the course again (README, two commands). If that does not help, send this line to its authors."

    def verdict_on(function: Any) -> Any:
        return grade(question, ask_function(function, question.play, question.limit_s))

    right, wrong = verdict_on(question.right), verdict_on(slip.answer)
    if right.status != "right":
        says = f"A right answer to {question.id} was called {right.status}: {right.message}"
        return Finding("grading", "fault", says, repair)
    if wrong.status != "wrong" or slip.misconception not in wrong.misconceptions:
        says = f"A wrong answer to {question.id} was called {wrong.status}, and its mistake was not named."
        return Finding("grading", "fault", says, repair)
    return Finding("grading", "ok", "A right answer is called right, and a wrong one by the name of its mistake.")


def check_stopping(function: Callable[[], Any] | None = None, limit_s: float = 1.0, way: str = "") -> Finding:
    """Whether an answer that never ends is stopped, and in which way that happens on this system."""
    from imbalance_lib.checks import ask_function, limit

    how = {"fork": "in a process of its own, which can always be stopped",
           "timer": "by a timer; a long call inside C code needs the stop button of the notebook",
           "thread": "by a second thread; a long call inside C code needs the stop button of the notebook"}  # fmt: skip
    reply = ask_function(function or _endless, limit_s=limit_s, way=way)([{}])[0]
    if reply.state != "timeout":
        says = f"An answer that never ends was not stopped within {limit_s:g} s: {reply.message or reply.state}."
        return Finding("stopping", "fault", says, "Use the stop button of the notebook where a check does not end.")
    return Finding("stopping", "ok", f"An answer that never ends is stopped: {how[way or limit.usual_way()]}.")


def _endless() -> None:
    while True:
        pass


# --- all of them ------------------------------------------------------------------------------------------

# Their order and number are part of the code that participants send: a change needs a new CODE_FORMAT.
CHECKS: dict[str, Callable[[], Finding]] = {
    "python": check_python,
    "packages": check_packages,
    "versions": check_versions,
    "jupyterlab": lambda: check_import("jupyterlab", "jupyterlab"),
    "nbgrader": lambda: check_import("nbgrader", "nbgrader"),
    "torch": check_torch,
    "kernel": check_kernel,
    "disk": check_disk,
    "progress": check_progress,
    "grading": check_grading,
    "stopping": check_stopping,
}


def examine(name: str, check: Callable[[], Finding]) -> Finding:
    """Run one check; one that crashes is itself a fault, told in a sentence."""
    try:
        return check()
    except Exception as fault:
        remedy = "Repair the other faults first. If this one stays, send this line to the authors of the course."
        return Finding(name, "fault", f"The check itself failed ({_sentence(fault)}).", remedy)


def _sentence(fault: BaseException) -> str:
    first = (str(fault).strip().splitlines() or [""])[0][:200]
    return f"{type(fault).__name__}: {first}" if first else type(fault).__name__


def main(as_json: bool = False, checks: Mapping[str, Callable[[], Finding]] = CHECKS) -> int:
    """Run and print all checks; return 0 if there is no fault, else 1."""
    findings = []
    for name, check in checks.items():
        findings.append(examine(name, check))
        if not as_json:
            _show(findings[-1])
    code = code_of([f.state for f in findings])
    if as_json:
        print(json.dumps({"findings": [asdict(f) for f in findings], "code": code}, indent=1))
    else:
        _print(f"\n{_summary(findings)}\nThe code for your instructor: {code}")
    return int(any(f.state == "fault" for f in findings))


def _summary(findings: list[Finding]) -> str:
    faults, looks = ([f.name for f in findings if f.state == state] for state in ("fault", "warn"))
    if faults:
        return f"To repair: {', '.join(faults)}. Then run this again."
    if looks:
        return f"The course works here. Have a look at: {', '.join(looks)}."
    return "Everything the course needs is here."


def _show(finding: Finding) -> None:
    _print(f" {finding.name:<11}{finding.says}", f"{WORDS[finding.state]:<5}", COLORS[finding.state])
    if finding.remedy:
        _print(f"      -> {finding.remedy}")


def _print(text: str, word: str = "", color: str = "") -> None:
    """Print with rich; without it too, for its absence is one of the faults to be found."""
    encoding = sys.stdout.encoding or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)  # a path may hold what a pipe cannot
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError:
        print(word + text, flush=True)
    else:  # soft_wrap: a path or a command stays in one piece when it is copied
        Console().print(Text(word, style=f"bold {color}" if color else "") + Text(text), soft_wrap=True)


# --- the code for the instructor --------------------------------------------------------------------------

CODE_FORMAT = "IMB1"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O and U (Crockford)
SYSTEMS = ("other", "Linux", "Windows", "Darwin")
STATES = ("ok", "warn", "fault")
# A code is one number in mixed bases: the course's version, that of Python 3, the system, PyTorch, the findings.
BASES = (4, 64, 64, 32, len(SYSTEMS), 2, *[len(STATES)] * len(CHECKS))
N_LETTERS = 8  # 32**8 holds the product of BASES, which a test makes sure of


def code_of(
    states: list[str],
    course: str = imbalance_lib.__version__,
    python_minor: int = sys.version_info[1],
    system: str = platform.system(),
    torch: bool | None = None,
) -> str:
    """The code for `states`, those of CHECKS in their order: the same for the same state, and nothing personal.

    >>> code_of(["ok"] * 10 + ["warn"], course="0.1.0", python_minor=11, system="Linux", torch=True)
    'IMB1-LOOK-02P-Z9E-HTD'
    """
    torch = find_spec("torch") is not None if torch is None else torch
    version = [int(part) for part in re.findall(r"\d+", course)[:3]]
    digits = [*version, *[0] * (3 - len(version)), python_minor, SYSTEMS.index(system) if system in SYSTEMS else 0,
              int(torch), *(STATES.index(state) for state in states)]  # fmt: skip
    number = reduce(lambda n, it: n * it[1] + min(it[0], it[1] - 1), zip(digits, BASES, strict=True), 0)
    body = [number // 32**place % 32 for place in reversed(range(N_LETTERS))]
    letters = "".join(LETTERS[value] for value in [*body, _check_value(body)])
    return "-".join([CODE_FORMAT, _worst(states), letters[:3], letters[3:6], letters[6:]])


def read_code(code: str) -> dict[str, str]:
    """What a participant's code says, whatever its case and hyphens; ValueError in one sentence if it is mistyped.

    >>> read_code("imb1 look 02p z9e htd")["look"]
    'stopping'
    """
    plain = re.sub(r"[\W_]", "", code.upper())
    typed = plain.translate(str.maketrans("OIL", "011"))
    found = re.fullmatch(rf"1MB1(0K|100K|FAU1T)([{LETTERS}]{{{N_LETTERS + 1}}})", typed)
    if not found:
        if re.match(r"IMB[2-9]", plain):
            raise ValueError(f"code is {code!r}; it comes from a newer version of the course than this one.")
        raise ValueError(f"code is {code!r}; a code looks like IMB1-OK-02P-Z9E-HSB, so ask for it again.")
    *body, check = (LETTERS.index(letter) for letter in found[2])
    number = reduce(lambda number, value: number * 32 + value, body)
    digits: list[int] = []
    for base in reversed(BASES):
        number, digit = divmod(number, base)
        digits.insert(0, digit)
    *version, python_minor, system, torch = digits[:6]
    states = [STATES[digit] for digit in digits[6:]]
    word = _worst(states)
    if check != _check_value(body) or number or found[1] != word.translate(str.maketrans("OIL", "011")):
        raise ValueError(f"code is {code!r}; it is mistyped (its check letter does not fit), so ask for it again.")
    said = {"summary": word, "course": ".".join(map(str, version)), "Python": f"3.{python_minor}",
            "system": {"Darwin": "macOS"}.get(SYSTEMS[system], SYSTEMS[system]),
            "PyTorch": "yes" if torch else "no"}  # fmt: skip
    for state in STATES:
        names = [name for name, its in zip(CHECKS, states, strict=True) if its == state]
        said[WORDS[state].lower()] = ", ".join(names) or "none"
    return said


def _worst(states: list[str]) -> str:
    return WORDS[max(states, key=STATES.index)]


def _check_value(values: list[int]) -> int:
    """A sum in the field of 32 elements (x^5 + x^2 + 1) that any one wrong letter, or any two swapped, changes."""
    total = 0
    for value in values:
        total ^= value
        total = (total << 1) ^ (total >> 4) * 0b100101
    return total


if __name__ == "__main__":
    sys.exit(main("--json" in sys.argv))
