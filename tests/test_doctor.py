"""For every fault that the doctor knows: a machine that has it, and a near-twin that has not."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import replace
from importlib import metadata
from itertools import combinations
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbalance_lib import bank, doctor
from imbalance_lib.checks import agree, plain, progress
from imbalance_lib.doctor import BASES, CHECKS, LETTERS, N_LETTERS, STATES, Finding, code_of, read_code

GOOD = ["ok"] * len(CHECKS)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "home"))


def versions(**changes):
    """What `installed` says, but for some packages."""
    return lambda name: changes.get(name.replace("-", "_"), doctor.installed(name))


# --- Python and its packages


@pytest.mark.parametrize(("version", "state"), [((3, 10, 14), "fault"), ((3, 11, 0), "ok"), ((4, 0, 0), "ok")])
def test_python_that_is_too_old(version, state):
    assert doctor.check_python(version).state == state


def test_python_agrees_with_what_the_package_states():
    stated = metadata.metadata(doctor.COURSE)["Requires-Python"]
    assert stated == ">=" + ".".join(map(str, doctor.NEEDS_PYTHON))


def test_packages_are_fine_here():
    assert doctor.check_packages().state == "ok"


@pytest.mark.parametrize("version", ["0.22.1", "1.6.9"])
def test_a_package_that_is_too_old(version):
    finding = doctor.check_packages(version_of=versions(scikit_learn=version))
    assert finding.state == "fault" and version in finding.says and "missing" not in finding.says
    assert '"scikit-learn>=1.7"' in finding.remedy and "numpy" not in finding.remedy
    assert doctor.check_packages(version_of=versions(scikit_learn="1.7.0")).state == "ok"


def test_a_package_that_is_missing():
    finding = doctor.check_packages(version_of=versions(nbgrader=""))
    assert finding.state == "fault" and finding.says == "nbgrader is missing."
    assert "-m pip install" in finding.remedy and sys.executable in finding.remedy


def test_packages_of_extras_are_not_required():
    extras = ("torch", "pytest", "nbval", "hypothesis", "mypy", "ruff")
    assert doctor.check_packages(version_of=versions(**dict.fromkeys(extras, ""))).state == "ok"


def test_a_release_candidate_that_is_new_enough_passes():
    assert doctor.check_packages(version_of=versions(rich="99.0rc1")).state == "ok"


def test_a_course_that_is_not_installed():
    finding = doctor.check_packages(course="no-such-course-at-all")
    assert finding.state == "fault" and "not installed" in finding.says and "-e ." in finding.remedy


def pinned(tmp_path, **changes):
    """A constraints.txt that pins what is here, but for some packages."""
    names = [r.name for r in doctor.requirements()]
    here = versions(**changes)
    text = "# made by hand\n\n" + "".join(f"{name}=={here(name).partition('+')[0]}\n" for name in names if here(name))
    file = tmp_path / "constraints.txt"
    file.write_text(text)
    return file


def test_versions_other_than_those_of_the_stored_outputs(tmp_path):
    finding = doctor.check_versions(pinned(tmp_path, numpy="1.2.3", imbalanced_learn="0.1"))
    assert finding.state == "warn" and "\n" not in finding.says
    assert f"numpy {doctor.installed('numpy')} (not 1.2.3)" in finding.says
    assert "imbalanced-learn" in finding.says and "pandas" not in finding.says
    assert doctor.check_versions(pinned(tmp_path)).state == "ok"


def test_many_other_versions_still_make_one_short_line(tmp_path):
    names = ("numpy", "pandas", "scipy", "matplotlib", "seaborn", "rich")
    finding = doctor.check_versions(pinned(tmp_path, **dict.fromkeys(names, "0.0.1")))
    assert "and 2 more" in finding.says and "\n" not in finding.says


def test_versions_without_a_checkout_are_not_compared(tmp_path):
    assert doctor.check_versions(tmp_path / "constraints.txt").state == "ok"


def test_versions_leaves_a_missing_package_to_the_other_check(tmp_path):
    assert doctor.check_versions(pinned(tmp_path), version_of=versions(rich="")).state == "ok"


def test_another_pytorch_is_not_a_matter_of_stored_versions(tmp_path):
    assert doctor.check_versions(pinned(tmp_path, torch="1.0.0")).state == "ok"


def module(monkeypatch, tmp_path, name, body):
    """A module that this Python and those it starts can import."""
    (tmp_path / f"{name}.py").write_text(body)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return name


def test_a_tool_that_cannot_be_imported(monkeypatch, tmp_path):
    broken = module(monkeypatch, tmp_path, "doctor_broken_tool", "raise OSError('cannot load library\\nlong tail')")
    finding = doctor.check_import("nbgrader", broken)
    assert finding.state == "fault" and "OSError: cannot load library)" in finding.says and finding.remedy
    assert doctor.check_import("nbgrader", "no_such_module_at_all").state == "fault"
    whole = module(monkeypatch, tmp_path, "doctor_whole_tool", "")
    assert doctor.check_import("nbgrader", whole).state == "ok"


def test_the_tools_of_the_course_are_found_with_their_versions():
    for name in ("nbgrader", "jupyterlab"):
        finding = CHECKS[name]()
        assert finding.state == "ok" and metadata.version(name) in finding.says


# --- PyTorch

TORCH = "from types import SimpleNamespace\n__version__ = {!r}\nversion = SimpleNamespace(cuda={!r})\n"


def test_absent_pytorch_is_no_fault():
    finding = doctor.check_torch("no_such_torch_at_all")
    assert finding.state == "ok" and "Lesson 05" in finding.says and "README" in finding.says


def wanted_torch():
    return next(str(r.specifier) for r in doctor.requirements() if r.name == "torch").lstrip("=")


@pytest.mark.parametrize("cuda", [None, "12.8"])
@pytest.mark.parametrize("local", ["", "+cpu"])
def test_pytorch_of_the_course_and_of_a_graphics_card(monkeypatch, tmp_path, cuda, local):
    name = module(monkeypatch, tmp_path, "doctor_torch", TORCH.format(wanted_torch() + local, cuda))
    finding = doctor.check_torch(name)
    assert finding.state == "ok" and "may differ" not in finding.says
    assert ("CUDA 12.8" in finding.says) == (cuda is not None)


def test_another_pytorch_is_told(monkeypatch, tmp_path):
    name = module(monkeypatch, tmp_path, "doctor_torch", TORCH.format("1.9.0", None))
    finding = doctor.check_torch(name)
    assert finding.state == "ok" and "1.9.0" in finding.says and wanted_torch() in finding.says


def test_a_pytorch_that_does_not_load(monkeypatch, tmp_path):
    name = module(monkeypatch, tmp_path, "doctor_torch", "raise OSError('WinError 126: c10.dll')")
    finding = doctor.check_torch(name)
    assert finding.state == "warn" and "c10.dll" in finding.says and "Lesson 05" in finding.remedy


# --- the kernel


def kernelspec(monkeypatch, folder, python, **environment):
    """A kernel named python3 that runs `python`, found before all others."""
    spec = folder / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": argv, "display_name": "Python", "language": "python", "env": environment}
    (spec / "kernel.json").write_text(json.dumps(described))
    monkeypatch.setenv("JUPYTER_PATH", str(folder / "jupyter"))
    return spec


def test_a_kernel_of_this_python(monkeypatch, tmp_path):
    kernelspec(monkeypatch, tmp_path, sys.executable)
    finding = doctor.check_kernel()
    assert finding.state == "ok", finding.says


def test_a_kernel_of_another_python(monkeypatch, tmp_path):
    venv.create(tmp_path / "other", with_pip=False, symlinks=sys.platform != "win32")
    other = tmp_path / "other" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # The other Python borrows the packages of this one, so that all but its place is right.
    packages = str(Path(metadata.distribution("ipykernel").locate_file("")))
    spec = kernelspec(monkeypatch, tmp_path, other, PYTHONPATH=packages)
    finding = doctor.check_kernel()
    assert finding.state == "fault" and "another Python" in finding.says and str(tmp_path / "other") in finding.says
    assert "ipykernel install" in finding.remedy and str(spec) in finding.remedy


def test_a_kernel_of_the_same_place_and_another_version(monkeypatch, tmp_path):
    kernelspec(monkeypatch, tmp_path, sys.executable)
    finding = doctor.check_kernel(version=(3, sys.version_info[1] + 1))
    assert finding.state == "fault" and "another Python" in finding.says


def test_a_kernel_that_is_not_described():
    finding = doctor.check_kernel("no-such-kernel-at-all")
    assert finding.state == "fault" and "no kernel" in finding.says and "ipykernel install" in finding.remedy


def test_a_kernel_whose_python_is_gone(monkeypatch, tmp_path):
    kernelspec(monkeypatch, tmp_path, tmp_path / "gone" / "python")
    finding = doctor.check_kernel()
    assert finding.state == "fault" and "does not start" in finding.says
    code = "from imbalance_lib import doctor; print(doctor.check_kernel().says)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == finding.says and run.stderr == "", "a sentence, and no traceback beside it"


def test_a_kernel_that_dies_at_once(monkeypatch, tmp_path):
    kernelspec(monkeypatch, tmp_path, sys.executable, PYTHONPATH=str(tmp_path))
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(3)")
    finding = doctor.check_kernel()
    assert finding.state == "fault" and "does not start" in finding.says and "\n" not in finding.says


# --- the disk


@pytest.mark.parametrize(("free", "state"), [(99e6, "fault"), (101e6, "warn"), (0.99e9, "warn"), (1.01e9, "ok")])
@pytest.mark.parametrize("tight", ["your progress", "the course"])
def test_a_full_disk(tmp_path, free, state, tight):
    places = {"your progress": tmp_path / "progress", "the course": tmp_path / "course"}
    for place in places.values():
        place.mkdir()
    finding = doctor.check_disk(places, lambda place: int(free if place == places[tight] else 50e9))
    assert finding.state == state and tight in finding.says and bool(finding.remedy) == (state != "ok")


def test_the_disk_of_a_folder_that_is_not_there_yet(tmp_path):
    asked = []
    doctor.check_disk({"your progress": tmp_path / "a" / "b"}, lambda place: asked.append(place) or 10**10)
    assert asked == [tmp_path]


def test_a_progress_folder_is_made_and_left_empty(tmp_path):
    assert doctor.check_progress(tmp_path / "new" / "folder").state == "ok"
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_progress_that_cannot_be_saved(tmp_path):
    # A file where a folder should be, or a folder where the log should be: even root cannot write there.
    (tmp_path / "file").write_text("")
    (tmp_path / "odd" / "progress.jsonl").mkdir(parents=True)
    for home in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "odd"):
        finding = doctor.check_progress(home)
        assert finding.state == "fault" and str(home) in finding.says and "IMBALANCE_HOME" in finding.remedy


def test_a_log_that_is_there_stays_as_it_is():
    progress.record({"kind": "check", "question": "some", "points": 1})
    before = progress.log_file().read_bytes()
    assert doctor.check_progress().state == "ok"
    assert progress.log_file().read_bytes() == before


# --- the checks of the course


@pytest.fixture
def question():
    return next(q for q in bank.questions() if q.kind == "code" and any(s.answer for s in q.slips))


def test_grading_works_here_and_logs_nothing():
    assert doctor.check_grading().state == "ok"
    assert progress.events() == []


def test_grading_that_takes_a_right_answer_for_wrong(question):
    finding = doctor.check_grading(replace(question, play=lambda function, case: "always this"))
    assert finding.state == "fault" and "right answer" in finding.says


def test_grading_that_takes_a_wrong_answer_for_right(question):
    slip = next(s for s in question.slips if s.answer)
    finding = doctor.check_grading(replace(question, slips=(replace(slip, answer=question.right),)))
    assert finding.state == "fault" and "wrong answer" in finding.says


def test_grading_that_does_not_name_the_mistake(question):
    def nameless(ask, cases):
        expected = [plain(question.right(*case.values())) for case in cases]
        replies = [reply.value for reply in ask(cases)]
        return None if agree(expected, replies) is None else "something is wrong"

    finding = doctor.check_grading(replace(question, judge=nameless))
    assert finding.state == "fault" and "not named" in finding.says


def test_answers_are_stopped_here():
    finding = doctor.check_stopping(limit_s=0.3)
    assert finding.state == "ok" and "stopped" in finding.says


@pytest.mark.parametrize("answer", [lambda: 1, lambda: 1 / 0])
def test_answers_that_are_not_stopped(answer):
    finding = doctor.check_stopping(answer)
    assert finding.state == "fault" and "not stopped" in finding.says


def test_every_way_of_stopping_says_something_else():
    ways = ("fork",) * sys.platform.startswith("linux") + ("timer",) * (sys.platform != "win32") + ("thread",)
    assert len({doctor.check_stopping(limit_s=0.2, way=way).says for way in ways}) == len(ways)


# --- all of them


def crash():
    raise RuntimeError("the disk is on fire\nand more")


def test_a_check_that_crashes_is_a_fault():
    finding = doctor.examine("disk", crash)
    assert finding.state == "fault" and finding.name == "disk"
    assert "RuntimeError: the disk is on fire)" in finding.says and finding.remedy


def machine(**states):
    """All checks, made up: ok, but for some."""

    def check(name):
        state = states.get(name, "ok")
        return lambda: Finding(name, state, "It says [so].", "Do this." if state != "ok" else "")

    return {name: check(name) for name in CHECKS}


@pytest.mark.parametrize(
    ("states", "status", "word", "says"),
    [
        ({}, 0, "OK", "Everything the course needs is here."),
        ({"versions": "warn"}, 0, "LOOK", "Have a look at: versions."),
        ({"versions": "warn", "kernel": "fault"}, 1, "FAULT", "To repair: kernel."),
    ],
)
def test_what_is_printed(capsys, states, status, word, says):
    assert doctor.main(checks=machine(**states)) == status
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    for name in CHECKS:
        (line,) = [line for line in lines if line.split()[1:2] == [name]]
        assert line.split()[0] == doctor.WORDS[states.get(name, "ok")], "a word, and not only a color"
    assert says in printed and printed.count("-> Do this.") == len(states)
    code = lines[-1].split()[-1]
    assert code.startswith(f"IMB1-{word}-") and read_code(code)["summary"] == word


def test_it_prints_without_rich(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert doctor.main(checks=machine(packages="fault")) == 1
    assert "FAULT packages" in capsys.readouterr().out


def test_a_crash_among_the_checks_does_not_stop_the_others(capsys):
    assert doctor.main(as_json=True, checks={**machine(), "torch": crash}) == 1
    told = json.loads(capsys.readouterr().out)
    assert [f["name"] for f in told["findings"]] == list(CHECKS)
    assert read_code(told["code"])["fault"] == "torch"


def test_this_machine_from_a_terminal_that_knows_ascii_only(tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "IMBALANCE_HOME": str(tmp_path / "h\u00fcte")}
    run = subprocess.run([sys.executable, "-m", "imbalance_lib.doctor"], capture_output=True, text=True,
                         env=environment)  # fmt: skip
    assert "Traceback" not in run.stderr and run.returncode == 0, run.stdout + run.stderr
    assert "h\\xfcte" in run.stdout
    code = run.stdout.split()[-1]
    assert read_code(code)["Python"] == f"3.{sys.version_info[1]}"
    assert read_code(code)["fault"] == "none"
    words = [line.split()[:2] for line in run.stdout.splitlines()]
    assert [name for word, name in (w for w in words if len(w) == 2) if word in doctor.WORDS.values()] == list(CHECKS)


# --- the code


def test_a_code_has_room_for_everything():
    assert prod(BASES) <= 32**N_LETTERS
    assert len(set(LETTERS)) == 32 and not set(LETTERS) & set("ILOU")


def test_codes_of_this_format_keep_their_meaning():
    """Codes that were sent must still be read after an update: a change of CHECKS needs a new CODE_FORMAT."""
    assert read_code("IMB1-LOOK-02P-Z9E-HTD") == {
        "summary": "LOOK", "course": "0.1.0", "Python": "3.11", "system": "Linux", "PyTorch": "yes",
        "ok": "python, packages, versions, jupyterlab, nbgrader, torch, kernel, disk, progress, grading",
        "look": "stopping", "fault": "none",
    }  # fmt: skip


STATE_LISTS = st.lists(st.sampled_from(STATES), min_size=len(CHECKS), max_size=len(CHECKS))


@given(
    STATE_LISTS, st.tuples(st.integers(0, 3), st.integers(0, 63), st.integers(0, 63)), st.integers(0, 31),
    st.sampled_from(["Linux", "Windows", "Darwin"]), st.booleans(),
)  # fmt: skip
def test_a_code_says_what_went_in(states, course, minor, system, torch):
    version = ".".join(map(str, course))
    code = code_of(states, version, minor, system, torch)
    assert code == code_of(states, version, minor, system, torch)
    said = read_code(code)
    assert said["course"] == version and said["Python"] == f"3.{minor}"
    assert said["system"] == {"Darwin": "macOS"}.get(system, system) and said["PyTorch"] == ("yes" if torch else "no")
    for state, word in doctor.WORDS.items():
        names = [name for name, its in zip(CHECKS, states, strict=True) if its == state]
        assert said[word.lower()] == (", ".join(names) or "none")


def test_a_system_nobody_thought_of_and_a_version_beyond_the_code():
    said = read_code(code_of(GOOD, "9.99.0rc1", 99, "Plan 9", False))
    assert (said["system"], said["course"], said["Python"]) == ("other", "3.63.0", "3.31")


@given(STATE_LISTS, st.sampled_from(["-", " ", "", "--", " \u2013 "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(states, between, lower):
    code = code_of(states)
    typed = code.replace("-", between).replace("1", "l").replace("0", "O")
    assert read_code(f" {typed.lower() if lower else typed}\n") == read_code(code)


@pytest.mark.parametrize("states", [GOOD, ["ok", "warn", "fault", *GOOD[3:]]])
def test_every_wrong_letter_and_every_swap_is_found(states):
    code = code_of(states)
    head, body = code[: code.index("-", 5)], code[code.index("-", 5) + 1 :].replace("-", "")
    wrong = {body[:i] + letter + body[i + 1 :] for i in range(len(body)) for letter in LETTERS} - {body}
    assert len(wrong) == 31 * 9
    for i, j in combinations(range(len(body)), 2):
        letters = list(body)
        letters[i], letters[j] = letters[j], letters[i]
        wrong.add("".join(letters))
    for typed in wrong - {body}:
        with pytest.raises(ValueError, match="mistyped"):
            read_code(f"{head}-{typed}")
    assert read_code(f"{head}-{body}") == read_code(code)


def test_a_word_that_does_not_fit_its_code_is_found():
    with pytest.raises(ValueError, match="mistyped"):
        read_code(code_of(["fault", *GOOD[1:]]).replace("FAULT", "OK"))


@pytest.mark.parametrize("code", ["", "hello", "IMB1", "IMB1-OK-02P", "IMB1-FINE-02P-Z9E-HSB", "IMB1-OK-02P-Z9E-HSBX"])
def test_what_is_no_code_is_told_in_one_sentence(code):
    with pytest.raises(ValueError, match="a code looks like IMB1-OK-"):
        read_code(code)


def test_a_code_of_a_later_format_is_told():
    with pytest.raises(ValueError, match="newer version of the course"):
        read_code("IMB2-OK-02P-Z9E-HSB")


def test_the_example_in_the_sentence_is_a_code():
    with pytest.raises(ValueError) as told:
        read_code("hello")
    example = str(told.value).split("looks like ")[1].split(",")[0]
    assert read_code(example)["summary"] == "OK"
