"""The course installs what it says: one set of packages, no private addresses, a set-up that repeats."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = {
    canonicalize_name(r.name): r
    for r in map(Requirement, [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)])
    if r.marker is None or r.marker.evaluate({"sys_platform": "linux"})
}
PIN_LINE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[0-9][A-Za-z0-9.]*)")
CONDA_NAMES = {
    "pytorch": "torch",
    "jupyter_client": "jupyter-client",
    "matplotlib-base": "matplotlib",
    "seaborn-base": "seaborn",
    "py-xgboost-cpu": "xgboost-cpu",
}


def pins(text: str) -> dict[str, str]:
    """Versions by package of a constraints file; any line but `name==version` is refused."""
    found = {}
    for line in text.splitlines():
        match = PIN_LINE.fullmatch(line)
        assert match, f"constraints.txt holds {line!r}, expected name==version"
        found[canonicalize_name(match["name"])] = match["version"]
    return found


PINS = pins((ROOT / "constraints.txt").read_text())


def conda_pins(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Versions and build strings by package (pip's names) of an environment file."""
    versions, builds = {}, {}
    for entry in yaml.safe_load(text)["dependencies"]:
        for line in entry["pip"] if isinstance(entry, dict) else [entry]:
            name, *rest = re.split("=+", line)
            name = CONDA_NAMES.get(name, name)
            versions[name] = rest[0] if rest else ""
            builds[name] = rest[1] if len(rest) > 1 else ""
    return versions, builds


# --- one set of packages --------------------------------------------------------------------------


@pytest.mark.parametrize("name", WANTED)
def test_every_dependency_is_pinned_to_a_version_that_pyproject_allows(name: str) -> None:
    assert name in PINS
    assert WANTED[name].specifier.contains(PINS[name], prereleases=True)


def test_conda_installs_the_packages_and_versions_of_pip() -> None:
    versions, _ = conda_pins((ROOT / "environment.yml").read_text())
    assert versions.pop("python") in SpecifierSet(PROJECT["requires-python"])
    assert versions.pop("pip") == ""
    assert versions.pop("-e .") == ""
    assert versions == {name: PINS[name] for name in WANTED}


def test_macos_gets_the_same_xgboost_under_its_other_name() -> None:
    lines = [Requirement(line) for line in PROJECT["dependencies"] if line.startswith("xgboost")]
    for system, name in (("linux", "xgboost-cpu"), ("win32", "xgboost-cpu"), ("darwin", "xgboost")):
        wanted = [r for r in lines if r.marker is not None and r.marker.evaluate({"sys_platform": system})]
        assert [r.name for r in wanted] == [name]
    assert PINS["xgboost"] == PINS["xgboost-cpu"]


def test_torch_is_the_same_everywhere_and_the_cpu_build_in_conda() -> None:
    versions, builds = conda_pins((ROOT / "environment.yml").read_text())
    assert EXTRAS["torch"] == ["torch==2.13.0"]
    assert versions["torch"] == PINS["torch"] == "2.13.0"
    assert builds["torch"] == "cpu*"


@pytest.mark.parametrize(
    "line",
    ["torch==2.13.0+cpu", "numpy @ file:///x.whl", "-e .", "--index-url x", "numpy>=2", "../x.whl", ""],
)
def test_a_constraint_that_is_not_a_plain_pin_is_refused(line: str) -> None:
    assert pins("numpy==2.4.6\nPyYAML==6.0.4.post1\n") == {"numpy": "2.4.6", "pyyaml": "6.0.4.post1"}
    with pytest.raises(AssertionError, match="expected name==version"):
        pins(f"numpy==2.4.6\n{line}\nPyYAML==6.0.4.post1\n")


def test_every_pinned_version_runs_on_the_oldest_python_promised() -> None:
    """Debian 12 has Python 3.11.2: a pin that needs 3.11.5 can not be installed there."""
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    too_new = {
        f"{d.name}=={d.version} needs Python {needs}"
        for d in importlib.metadata.distributions()
        if PINS.get(canonicalize_name(d.name)) == d.version
        and (needs := d.metadata.get("Requires-Python"))
        and oldest not in SpecifierSet(needs)
    }
    assert not too_new


# --- no private addresses -------------------------------------------------------------------------

HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|download\.pytorch\.org|anaconda\.(?:org|com)|npmjs\.org")
MACHINE_PATHS = re.compile(r"(?<![\w.~}])/(?:(?:work|root)/|(?:home|Users)/\w)")
LOCK_FILES = re.compile(r"(?:^pylock.*\.toml|[.-]lock(?:\.\w+)?)$")


def private(name: str, text: str) -> list[str]:
    """What a published file must not hold: registry hosts, paths of one machine, locked downloads."""
    found = [m.group() for pattern in (HOSTS, MACHINE_PATHS) for m in pattern.finditer(text)]
    return found + (["locked downloads"] if LOCK_FILES.search(name) and "://" in text else [])


def published_files() -> list[Path]:
    """What git tracks; outside a git checkout, every file that is not hidden or built."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
        if listed.returncode == 0 and listed.stdout:
            paths = [ROOT / name for name in listed.stdout.strip("\0").split("\0")]
            return [path for path in paths if path.is_file()]
    return walked_files()


def walked_files() -> list[Path]:
    found = []
    for folder, inside, files in os.walk(ROOT):
        built = {name for name in inside if name == "__pycache__" or name.endswith(".egg-info")}
        inside[:] = [name for name in inside if name == ".ci" or not (name.startswith(".") or name in built)]
        found += [Path(folder, name) for name in files]
    return found


def test_no_published_file_names_a_registry_or_a_machine() -> None:
    files = published_files()
    assert ROOT / "pyproject.toml" in files and ROOT / ".ci/run" in files
    found = {str(p.relative_to(ROOT)): private(p.name, p.read_text(errors="ignore")) for p in files}
    assert {name: what for name, what in found.items() if what} == {}


def test_without_git_the_same_files_are_looked_at() -> None:
    assert {p for p in published_files() if p.name[0] != "."} <= set(walked_files())


@pytest.mark.parametrize(
    "name, text",
    [
        ("README.md", "https://" + "pypi" + ".org/simple"),
        ("lesson.ipynb", '"/' + 'home/ada/course/x.py:3: UserWarning"'),
        ("lesson.ipynb", "file:///" + "root/course"),
        ("setup.sh", "cd /" + "work/course"),
        ("uv.lock", 'url = "https://example.org/numpy.whl"'),
        ("package-lock.json", '"resolved": "https://example.org/x.tgz"'),
        ("pylock.toml", 'url = "https://example.org/numpy.whl"'),
    ],
)
def test_private_things_are_found(name: str, text: str) -> None:
    assert private(name, text)


@pytest.mark.parametrize(
    "name, text",
    [
        ("README.md", "conda-forge has it; PyPI too; https://example.org/docs"),
        ("README.md", f"~/{'work'}/course, $HOME/{'work'}/x, frame/{'work'}/x, ../{'root'}/x"),
        ("lesson.ipynb", "<ipython-input-1>:3: UserWarning"),
        ("notes.lock", "held by process 12"),
        ("unlock.py", "https://example.org"),
    ],
)
def test_harmless_twins_pass(name: str, text: str) -> None:
    assert private(name, text) == []


# --- make and CI ----------------------------------------------------------------------------------

# Words given to an outer `make test` reach its children through the environment; each test here starts clean.
CLEAN = {
    k: v
    for k, v in os.environ.items()
    if not k.startswith(("MAKE", "MFLAGS")) and k not in {"TORCH", "VENV", "PYTHON", "CONSTRAINTS"}
}


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def dry_run(*words: str) -> str:
    return subprocess.run(
        ["make", "-n", *words], cwd=ROOT, env=CLEAN, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("status", [0, 3])
def test_ci_runs_make_test_from_anywhere_and_fails_with_it(tmp_path: Path, status: int) -> None:
    script(tmp_path / "make", f'echo "$PWD: $*" > "{tmp_path}/called"; exit {status}')
    env = CLEAN | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([ROOT / ".ci/run"], cwd=tmp_path, env=env)
    assert (tmp_path / "called").read_text() == f"{ROOT}: test\n"
    assert (done.returncode == 0) == (status == 0)


@pytest.mark.parametrize("target", ["lab", "test"])
@pytest.mark.parametrize("torch", ["yes", "no", "torch==2.13.0 --no-index"])
def test_make_sets_up_first_and_hands_the_torch_words_on_as_one(target: str, torch: str) -> None:
    words = [] if torch == "yes" else [f"TORCH={torch}"]
    first = dry_run(target, *words).splitlines()[0]
    assert first == f'tools/setup.sh ".venv" "python3" "{torch}" "constraints.txt"'


def test_make_lab_opens_a_notebook_that_exists() -> None:
    page = re.search(r"default_url=/lab/tree/(\S+)", dry_run("lab"))
    assert page and (ROOT / page[1]).is_file()


def test_make_test_runs_the_linters_the_tests_and_the_notebooks() -> None:
    printed = dry_run("test")
    for part in ("ruff check .", "/mypy", "--nbval-lax notebooks"):
        assert part in printed
    assert printed.count("-m pytest -n auto --dist loadfile") == 2


# --- set-up ---------------------------------------------------------------------------------------

# Stands in for Python: writes down what it was asked, makes what `venv` would make, and installs nothing.
FAKE_PYTHON = """
echo "$*" >> "{here}/calls"
if [ "$2" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; fi
if [ "$2" = pip ] && [ -f "{here}/trouble" ]; then . "{here}/trouble"; fi
"""
PLAIN = "-c constraints.txt pip -e .[test]"
FULL = "-c constraints.txt pip -e .[test,torch]"


class Machine:
    """A course folder with a fake Python; `setup` tells what pip was asked to install."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = script(folder / "fake-python", FAKE_PYTHON.format(here=folder))
        (folder / "pyproject.toml").write_text("[project]\n")
        (folder / "constraints.txt").write_text("numpy==2.4.6\n")

    def setup(self, torch: str = "yes") -> tuple[bool, list[str]]:
        (self.folder / "calls").write_text("")
        words = [ROOT / "tools/setup.sh", ".venv", self.python, torch, "constraints.txt"]
        done = subprocess.run(words, cwd=self.folder, env=CLEAN, capture_output=True)
        calls = (self.folder / "calls").read_text().splitlines()
        asked = [line.split(" install --disable-pip-version-check ")[1] for line in calls if " install " in line]
        return done.returncode == 0, asked


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


CASES = {
    "yes": [FULL],
    "no": [PLAIN],
    "torch==2.13.0 --no-index": ["torch==2.13.0 --no-index", PLAIN],
}


@pytest.mark.parametrize("torch, asked", CASES.items())
def test_setup_installs_what_torch_asks_for_and_only_once(machine: Machine, torch: str, asked: list[str]) -> None:
    assert machine.setup(torch) == (True, asked)
    assert machine.setup(torch) == (True, [])


def test_setup_builds_the_environment_without_ensurepip_and_installs_into_it(machine: Machine) -> None:
    machine.setup()
    calls = (machine.folder / "calls").read_text().splitlines()
    assert calls[0] == "-m venv --without-pip .venv"
    assert calls[1].startswith("-m pip --python .venv/bin/python install ")


@pytest.mark.parametrize("trouble", ["exit 1", "kill -9 $PPID"], ids=["failed", "killed"])
@pytest.mark.parametrize("torch, asked", CASES.items())
def test_setup_repeats_an_install_that_did_not_end_well(
    machine: Machine, torch: str, asked: list[str], trouble: str
) -> None:
    (machine.folder / "trouble").write_text(trouble)
    assert machine.setup(torch) == (False, asked[:1])
    (machine.folder / "trouble").unlink()
    assert machine.setup(torch) == (True, asked)


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_setup_installs_again_where_a_file_it_follows_has_changed(machine: Machine, name: str) -> None:
    machine.setup()
    with (machine.folder / name).open("a") as file:
        file.write("# changed\n")
    assert machine.setup() == (True, [FULL])
    assert machine.setup() == (True, [])


def test_a_failed_update_leaves_no_environment_that_passes_for_ready(machine: Machine) -> None:
    machine.setup()
    before = (machine.folder / "constraints.txt").read_text()
    (machine.folder / "constraints.txt").write_text("numpy==9\n")
    (machine.folder / "trouble").write_text("exit 1")
    assert machine.setup() == (False, [FULL])
    (machine.folder / "trouble").unlink()
    (machine.folder / "constraints.txt").write_text(before)  # what was installed, now half replaced
    assert machine.setup() == (True, [FULL])


def test_setup_follows_a_change_of_mind_about_torch(machine: Machine) -> None:
    machine.setup("no")
    assert machine.setup("yes") == (True, [FULL])
