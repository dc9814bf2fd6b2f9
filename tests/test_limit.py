"""An answer that runs away, floods, exits or meddles costs itself only: the caller goes on, clean and unchanged."""

import contextlib
import ctypes
import os
import random
import stat
import subprocess
import sys
import textwrap
import threading
import time
import warnings

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from imbalance_lib.checks import Question, ask_function, ask_value, grade
from imbalance_lib.checks.limit import untouched, usual_way

LINUX = sys.platform.startswith("linux")
needs_fork = pytest.mark.skipif(not LINUX, reason="only Linux answers in a forked child; fork is unsafe on macOS")
needs_timer = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no interval timer")
WAYS = [
    pytest.param("fork", marks=needs_fork),
    pytest.param("timer", marks=needs_timer),
    "thread",
]
LIMIT = 0.7
CASES = [{"x": x} for x in range(4)]


def states(function, way="fork", cases=CASES, limit_s=LIMIT):
    return [reply.state for reply in ask_function(function, limit_s=limit_s, way=way)(cases)]


def values(function, way="fork", cases=CASES, limit_s=LIMIT):
    return [reply.value for reply in ask_function(function, limit_s=limit_s, way=way)(cases)]


def test_the_way_fits_the_system():
    assert usual_way() == ("fork" if LINUX else "thread" if sys.platform == "win32" else "timer")
    found = []
    other = threading.Thread(target=lambda: found.append(usual_way()))
    other.start()
    other.join()
    assert found == ["fork" if LINUX else "thread"], "a timer stops the main thread only"


# --- every way --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_in_time_brings_its_values(way):
    assert values(lambda x: x / 2, way) == [0, 0.5, 1, 1.5]
    back = values(lambda x: {(0, "a"): [None, float("inf"), "é\ud800"], 1.0: True}, way)
    assert back == [{(0, "a"): [None, float("inf"), "é\ud800"], 1: True}] * 4


@pytest.mark.parametrize("way", WAYS)
def test_an_endless_loop_is_stopped_and_the_replies_before_it_are_kept(way):
    def loops(x):
        while x == 2:
            pass
        return x

    assert states(loops, way) == ["value", "value", "timeout"]


@pytest.mark.parametrize("way", WAYS)
def test_after_a_stop_nothing_is_left_armed(way):
    def loops(x):
        while True:
            pass

    assert states(loops, way, limit_s=0.3) == ["timeout"]
    end = time.monotonic() + 0.6  # a late exception would land in this loop
    turns = 0
    while time.monotonic() < end:
        turns += 1
    assert turns and values(lambda x: x, way) == [0, 1, 2, 3]


@pytest.mark.parametrize("way", WAYS)
def test_after_an_answer_in_time_nothing_is_left_armed(way):
    assert values(lambda x: x, way, limit_s=0.3) == [0, 1, 2, 3]
    end = time.monotonic() + 0.5
    turns = 0
    while time.monotonic() < end:
        turns += 1
    assert turns


@pytest.mark.parametrize("way", WAYS)
def test_a_stop_that_comes_as_the_answer_ends_hurts_nobody(way):
    """Limits that end in the middle of all that happens around the answer."""
    for limit_s in np.linspace(1e-5, 4e-3, 60 if way != "fork" else 10):
        replies = ask_function(lambda x: x, limit_s=float(limit_s), way=way)(CASES)
        assert len(replies) <= 4 and all(r.state in ("value", "timeout") for r in replies)
        assert len(replies) == 4 or replies[-1].state == "timeout"


@pytest.mark.parametrize("way", WAYS)
def test_recursion_without_end_is_an_error(way):
    def again(x):
        return again(x)

    replies = ask_function(again, limit_s=LIMIT * 4, way=way)(CASES)
    assert [(r.state, r.error) for r in replies] == [("error", "RecursionError")] * 4


@pytest.mark.parametrize("way", WAYS)
def test_exit_and_exceptions_of_every_kind_come_back_as_replies(way):
    class Silent(Exception):
        def __str__(self):
            raise RuntimeError

    class Base(BaseException):
        pass

    faults = [ValueError("no"), Silent(), Base("b"), GeneratorExit(), ValueError("\ud800")]

    def raises(x):
        raise faults[x]

    replies = ask_function(raises, limit_s=LIMIT, way=way)([{"x": x} for x in range(len(faults))])
    assert [r.error for r in replies] == ["ValueError", "Silent", "Base", "GeneratorExit", "ValueError"]
    assert replies[0].message == "no" and replies[1].message and replies[4].message.encode()

    replies = ask_function(lambda x: sys.exit(3), limit_s=LIMIT, way=way)(CASES)
    assert {r.state for r in replies} == {"died"} and "exit()" in replies[0].message


@pytest.mark.parametrize("way", WAYS)
def test_a_changed_input_reaches_neither_the_next_case_nor_the_caller(way):
    rows = [1, 2, 3]
    cases = [{"rows": rows}, {"rows": rows}]

    def empties(rows):
        n = len(rows)
        rows.clear()
        return n

    assert values(empties, way, cases) == [3, 3] and rows == [1, 2, 3]


@pytest.mark.parametrize("way", WAYS)
def test_prints_and_warnings_stay_out_of_sight(way, capsys):
    def noisy(x):
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return x

    with warnings.catch_warnings(record=True):
        assert values(noisy, way) == [0, 1, 2, 3]
    assert capsys.readouterr() == ("", "")
    print("afterwards", end="")
    assert capsys.readouterr().out == "afterwards", "the caller's own streams are back"


@pytest.mark.parametrize("way", WAYS)
def test_a_flood_of_prints_is_stopped_like_any_loop(way, capfd):
    def floods(x):
        while True:
            print("x" * 1_000_000)

    assert states(floods, way) == ["timeout"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("way", WAYS)
def test_an_open_answer_is_told_from_one_that_gives_nothing_back(way):
    def todo(x):
        raise NotImplementedError

    assert states(todo, way) == ["unanswered"] * 4
    assert states(lambda x: ..., way) == ["unanswered"] * 4
    assert states(lambda x: print(x), way) == ["value"] * 4


@needs_timer
def test_the_timer_wakes_a_sleeper_and_gives_the_alarm_back():
    import signal

    def mine(*_):
        return None

    before = signal.signal(signal.SIGALRM, mine)
    try:
        assert states(lambda x: time.sleep(60), "timer") == ["timeout"]
        assert signal.getsignal(signal.SIGALRM) is mine and signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


@needs_timer
def test_the_timer_comes_again_when_an_answer_swallows_it_once():
    def swallows_once(x):
        try:
            while True:
                pass
        except BaseException:
            while True:
                pass

    assert states(swallows_once, "timer") == ["timeout"]


# --- the stub ---------------------------------------------------------------------------------------------


def stub_dots(a, b): ...


def stub_pass(a, b):
    pass


def stub_text(a, b):
    """What to do."""


def stub_text_dots(a, b):
    """What to do."""
    ...


@pytest.mark.parametrize("stub", [stub_dots, stub_pass, stub_text, stub_text_dots])
def test_an_empty_body_is_not_answered(stub):
    assert untouched(stub)
    assert states(stub, cases=[{"a": 1, "b": 2}]) == ["unanswered"]


def constant(a, b):
    return 5


def constant_with_text(a, b):
    """What to do."""
    return 5


def own_text(a, b):
    """What to do."""
    return "What to do."


@pytest.mark.parametrize("answer", [constant, constant_with_text, own_text, lambda a, b: 0.5, lambda a, b: a, max])
def test_a_short_answer_is_an_answer(answer):
    """`return 5` compiles to the same bytes as an empty body below a docstring."""
    assert not untouched(answer)


# --- what only a child process can stop -------------------------------------------------------------------


def loop_that_catches_everything(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def long_call_in_c(x):
    return float(np.linalg.svd(np.ones((4000, 4000)) + np.eye(4000))[1].sum())


def deep_recursion(x):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __repr__(self):
            return repr([self])

    return repr(Deep())


RUNAWAYS = {
    "sleeps": (lambda x: time.sleep(1e6), ["timeout"]),
    "catches everything": (loop_that_catches_everything, ["timeout"]),
    "long call in C": (long_call_in_c, ["timeout"]),
    "50 GB": (lambda x: float(np.ones(50 * 1024**3 // 8).sum()), ["error"] * 4),
    "list without end": (lambda x: [x] * 10**11, ["error"] * 4),
    "ends the process": (lambda x: os._exit(0) if x == 1 else x, ["value", "died"]),
    "kills itself": (lambda x: os.kill(os.getpid(), 9), ["died"]),
    "reads address 0": (lambda x: ctypes.string_at(0), ["died"]),
    "recursion in C, limit raised": (deep_recursion, None),
    "closes everything": (lambda x: os.closerange(0, 256), ["died"]),
    "waits for input": (lambda x: input("?"), ["error"] * 4),
}


@needs_fork
@pytest.mark.parametrize(("answer", "wanted"), RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_is_stopped_and_the_caller_goes_on(answer, wanted, capfd):
    came = states(answer)
    assert came == wanted if wanted else came[-1] in ("died", "timeout", "error")
    assert capfd.readouterr() == ("", "")
    assert values(lambda x: x * 2) == [0, 2, 4, 6]


@needs_fork
def test_noise_from_below_python_stays_in_the_child(capfd):
    def noisy(x):
        os.write(1, b"one")
        os.write(2, b"two")
        os.system("echo three; echo four >&2")
        return x

    assert values(noisy) == [0, 1, 2, 3]
    assert capfd.readouterr() == ("", "")


GLOBAL = {"rows": [1]}


@needs_fork
def test_what_an_answer_changes_around_it_stays_in_the_child(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def meddles(x):
        global LIMIT
        GLOBAL["rows"].append(x)
        LIMIT = 99
        os.environ["IMBALANCE_MEDDLED"] = "1"
        random.seed(0)
        os.chdir("/")
        sys.modules["imbalance_lib"].check = lambda *_: "right"
        return len(GLOBAL["rows"])

    chance = random.getstate()
    assert values(meddles) == [2, 3, 4, 5]
    assert GLOBAL == {"rows": [1]} and LIMIT < 1 and "IMBALANCE_MEDDLED" not in os.environ
    assert random.getstate() == chance and os.getcwd() == str(tmp_path)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@needs_fork
@pytest.mark.parametrize("hangs", [False, True])
def test_a_process_that_an_answer_left_behind_is_killed(tmp_path, hangs):
    note = tmp_path / "pid"

    def leaves(x):
        if not note.exists():
            left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            note.write_text(str(left.pid))
        while hangs:
            pass
        return x

    assert states(leaves) == (["timeout"] if hangs else ["value"] * 4)
    left = int(note.read_text())
    for _ in range(50):
        if not alive(left):
            break
        time.sleep(0.05)
    assert not alive(left)


@needs_fork
def test_a_thread_that_an_answer_left_behind_delays_nobody():
    def leaves(x):
        threading.Thread(target=time.sleep, args=(60,)).start()
        return x

    before = threading.active_count()
    assert values(leaves) == [0, 1, 2, 3] and threading.active_count() == before


@needs_fork
def test_an_answer_that_forks_is_not_answered_twice():
    def forks(x):
        os.fork()
        return x

    assert values(forks) == [0, 1, 2, 3]


def pipes():
    found = set()
    for number in range(3, 256):
        with contextlib.suppress(OSError):
            found |= {number} if stat.S_ISFIFO(os.fstat(number).st_mode) else set()
    return found


@needs_fork
@pytest.mark.parametrize(
    "forged", [b"5\n", b"garbage\n", b'["value", {"a": 1}, "", ""]\n', b"[" * 9000 + b"\n", b"x" * 5_000_000]
)
def test_what_an_answer_writes_into_the_pipe_itself_is_no_reply(forged):
    others = pipes()

    def forges(x):
        for number in pipes() - others:
            os.write(number, forged)
        return x

    came = states(forges, limit_s=2)
    assert came[-1] in ("died", "timeout") and "value" not in came


@needs_fork
def test_no_process_and_no_descriptor_is_left():
    values(lambda x: x)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        values(lambda x: x)
        states(lambda x: os._exit(0))
    assert len(os.listdir("/proc/self/fd")) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@needs_fork
def test_a_reply_too_large_is_refused_and_one_of_ordinary_size_passes():
    assert states(lambda x: "a" * 5_000_000) == ["refused"] * 4
    assert states(lambda x: [0.5] * 20_000, limit_s=5) == ["value"] * 4


@needs_fork
def test_an_answer_that_uses_openmp_after_the_caller_did_does_not_hang():
    """A forked child that starts OpenMP threads, where its parent has some, waits for ever."""
    program = """
        import numpy as np
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.neighbors import NearestNeighbors
        from imbalance_lib.checks import ask_function

        X = np.random.default_rng(0).normal(size=(400, 4))
        y = (X[:, 0] > 0).astype(int)

        def fit(x):
            NearestNeighbors(algorithm="brute").fit(X).kneighbors(X)
            return float(HistGradientBoostingClassifier(max_iter=5).fit(X, y).score(X, y))

        here = fit(0)
        replies = ask_function(fit, limit_s=30)([{"x": 0}, {"x": 1}])
        assert [r.value for r in replies] == [here, here], replies
        print("well")
    """
    variables = {**os.environ, "OMP_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], env=variables, capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "well\n" and done.stderr == ""


# --- values -----------------------------------------------------------------------------------------------


def test_a_value_is_asked_without_being_trusted():
    class Mine:
        pass

    one = [{"x": 1}]
    assert ask_value(0.5)(one)[0].value == 0.5
    assert ask_value(...)(one)[0].state == "unanswered"
    assert ask_value(Mine())(one)[0].state == "refused"
    assert ask_value(np.broadcast_to(0.0, 10**12))(one)[0].state == "refused"


# --- what a learner is told -------------------------------------------------------------------------------


def halving():
    return Question(
        id="toy", version=1, lesson="00", skill="s", level="junior", kind="code", minutes=1, points=1, source="own",
        prompt="", entry="half", right=lambda x: x / 2, draw=lambda rng, size: {"x": int(rng.integers(100, 999))},
        edges=({"x": 7}, {"x": 8}, {"x": 9}), limit_s=LIMIT,
    )  # fmt: skip


def test_the_case_on_which_an_answer_hung_is_named():
    def hangs(x):
        while x == 9:
            pass
        return x / 2

    verdict = grade(halving(), ask_function(hangs, limit_s=LIMIT))
    assert verdict.status == "timeout" and verdict.points == 0
    assert verdict.counterexample.call == "half(9)" and "0.7 s" in verdict.message


@needs_fork
def test_the_case_on_which_an_answer_died_is_named():
    verdict = grade(halving(), ask_function(lambda x: os._exit(0) if x == 8 else x / 2, limit_s=LIMIT))
    assert verdict.status == "error" and verdict.counterexample.call == "half(8)"


# --- in a live kernel -------------------------------------------------------------------------------------

CELLS = [
    """
import logging, os, sys, threading, warnings
import imbalance_lib as il
from IPython.display import HTML, display
import matplotlib.pyplot as plt
logging.getLogger().addHandler(logging.StreamHandler(sys.stdout))  # keeps the kernel's own stream
out, err = sys.stdout, sys.stderr
runs = []
""",
    """
def metrics(tp, fp, fn, tn):
    print("printed"); print("printed", file=sys.stderr)
    out.write("written"); err.write("written"); out.flush(); err.flush()
    logging.error("logged"); warnings.warn("warned")
    os.write(1, b"one"); os.write(2, b"two"); os.system("echo from a shell >&2")
    display(HTML("displayed"))
    threading.Thread(target=print, args=("from a thread",)).start()
    runs.append(1)
    share = lambda part, whole: part / whole if whole else float("nan")
    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)
il.check("metrics-from-counts", metrics)
""",
    """
def metrics(tp, fp, fn, tn):
    return input("?")
il.check("metrics-from-counts", metrics)
""",
    """
def metrics(tp, fp, fn, tn):
    os._exit(1)
il.check("metrics-from-counts", metrics)
""",
    "len(runs)",
]


@needs_fork
def test_in_a_kernel_only_the_verdict_is_shown_and_the_kernel_lives(tmp_path):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    client = NotebookClient(nb, kernel_name="python3", timeout=120)
    client.execute(env={**os.environ, "NBGRADER_EXECUTION": "autograde"})
    shown = [[(o.output_type, o.get("data", {}).get("text/plain")) for o in cell.outputs] for cell in nb.cells]
    result = "execute_result"
    assert shown == [[], [(result, "3")], [(result, "0")], [(result, "0")], [(result, "0")]]


def test_the_thread_way_leaves_an_interpreter_that_can_be_traced():
    """A stop that was taken back can leave Python 3.11 hanging as soon as a debugger, or Hypothesis, traces it."""
    code = (
        "import sys\n"
        "from imbalance_lib.checks import ask_function\n"
        "def quick(x):\n    return x\n"
        "def endless(x):\n    while True:\n        pass\n"
        "for function in (quick, endless, quick):\n"
        "    print(ask_function(function, limit_s=0.3, way='thread')([{'x': 1}])[0].state)\n"
        "sys.settrace(lambda *event: None)\n"
        "print(quick('traced'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["value", "timeout", "value", "traced"], done.stderr
