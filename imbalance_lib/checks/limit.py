"""Ask a learner's function for its answers, within a time limit, so that the kernel survives.

Linux: the calls run in a forked child, which can always be killed. Elsewhere they run here and are
interrupted: on macOS by a timer, on Windows by a second thread. Those two cannot stop a long call inside
C code, or a loop that catches every exception; then press the stop button of the notebook.
"""

import builtins
import contextlib
import copy
import ctypes
import faulthandler
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imbalance_lib.checks.agree import NotPlain, plain
from imbalance_lib.checks.question import Case, call

MEMORY = 2 * 1024**3
"""Bytes an answer may use beyond what the kernel holds."""
LONGEST_REPLY = 4_000_000
"""Characters of one reply."""


@dataclass(frozen=True)
class Reply:
    """What came back for one case: a value, or the reason why there is none."""

    state: str  # value, error, refused, unanswered, timeout, died
    value: Any = None
    error: str = ""  # the exception's type
    message: str = ""


Ask = Callable[[list[Case]], list[Reply]]
Play = Callable[[Callable[..., Any], Case], Any]


def ask_function(function: Callable[..., Any], play: Play = call, limit_s: float = 3.0, way: str = "") -> Ask:
    """An `ask` for a function in this process. `way`: fork, timer or thread; by default what the system allows."""
    if untouched(function):
        return lambda cases: [Reply("unanswered")] * len(cases)
    ways = {"fork": _forked, "timer": _timed, "thread": _watched}
    run = ways[way or usual_way()]

    def ask(cases: list[Case]) -> list[Reply]:
        replies = run(function, play, cases, limit_s)
        if len(replies) < len(cases) and (not replies or replies[-1].state not in ("timeout", "died")):
            replies.append(Reply("died", message="the answer ended the process it ran in"))
        return replies

    return ask


def untouched(function: Callable[..., Any]) -> bool:
    """Whether a function still has the empty body that the exercise came with."""
    code, text = getattr(function, "__code__", None), getattr(function, "__doc__", None)
    if code is None or code.co_code not in (_bare.__code__.co_code, _described.__code__.co_code):
        return False
    return None in code.co_consts and set(code.co_consts) <= {None, text}  # `return 5` has the same bytes


def _bare() -> None: ...


def _described() -> None:
    """An empty body below a docstring compiles to other bytes."""


def ask_value(value: Any) -> Ask:
    """An `ask` for an answer that is a value and not a function."""
    return lambda cases: [_reply(lambda: value)] * len(cases)


def usual_way() -> str:
    """How answers are stopped here: a fork on Linux, a timer on other Unixes, a thread on Windows."""
    main = threading.current_thread() is threading.main_thread()
    if sys.platform.startswith("linux"):
        return "fork"
    return "timer" if hasattr(signal, "setitimer") and main else "thread"


def _reply(answer: Callable[[], Any]) -> Reply:
    try:
        value = answer()
        if value is ...:
            return Reply("unanswered")
        return Reply("value", plain(value))
    except NotImplementedError:
        return Reply("unanswered")
    except NotPlain as fault:
        return Reply("refused", error="NotPlain", message=str(fault))
    except SystemExit:
        return Reply("died", message="the answer called exit()")
    except (KeyboardInterrupt, _Stopped):
        raise
    except BaseException as fault:
        return Reply("error", error=type(fault).__name__, message=_words(fault))


def _words(fault: BaseException) -> str:
    """An exception's message, fit to be shown, whatever the exception is."""
    try:
        return str(fault)[:300].encode("utf-8", "replace").decode()
    except Exception:
        return "(its message cannot be shown)"


class _Stopped(BaseException):
    """Raised inside an answer that took too long; not an Exception, so that few answers swallow it."""


# --- Linux: a child that can be killed -------------------------------------------------------------------


def _forked(function: Callable[..., Any], play: Play, cases: list[Case], limit_s: float) -> list[Reply]:
    read, write = os.pipe()
    with warnings.catch_warnings():  # Python 3.12 warns about forks beside threads; the child uses one thread
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        os.close(read)
        _answer_and_exit(function, play, cases, write)
    os.close(write)
    try:
        return _collect(read, len(cases), time.monotonic() + limit_s, limit_s)
    finally:
        os.close(read)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # and what the answer started
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _answer_and_exit(function: Callable[..., Any], play: Play, cases: list[Case], write: int) -> None:
    try:
        os.setsid()
        _quiet()
        _one_thread()
        _limit_memory()
        me = os.getpid()
        for case in cases:
            reply = _reply(lambda case=case: play(function, copy.deepcopy(case)))  # type: ignore[misc]
            if os.getpid() != me:  # the answer forked, and this is the copy
                break
            line = json.dumps(_encode([reply.state, reply.value, reply.error, reply.message]))
            if len(line) > LONGEST_REPLY:
                line = json.dumps(["refused", None, "NotPlain", "the answer is too large to be compared"])
            rest = line.encode() + b"\n"
            while rest:
                rest = rest[os.write(write, rest) :]
            if reply.state == "unanswered":
                break
    finally:
        os._exit(0)


def _quiet() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    for stream in (sys.stdout, sys.stderr):
        _cut_off(stream)
    sys.stdout = sys.stderr = open(os.devnull, "w")
    builtins.input = _no_input
    faulthandler.disable()  # its report of a crash goes to the terminal of the kernel


def _cut_off(stream: Any) -> None:
    """A kernel's own streams, which a logger may have kept, and display() would still reach the notebook."""
    session = getattr(stream, "session", None)
    if session is not None:
        stream.write = lambda text: len(text)
        session.send = lambda *args, **kwargs: None


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask during a check")


def _one_thread() -> None:
    """A child that uses OpenMP after the parent has used it hangs, unless it keeps to one thread."""
    import threadpoolctl

    threadpoolctl.threadpool_limits(1)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


def _limit_memory() -> None:
    import resource

    with open("/proc/self/statm") as statm:
        present = int(statm.read().split()[0]) * resource.getpagesize()
    most, hard = present + MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _collect(read: int, n: int, deadline: float, limit_s: float) -> list[Reply]:
    replies: list[Reply] = []
    buffer = b""
    while len(replies) < n:
        ready, _, _ = select.select([read], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return [*replies, _timeout(limit_s)]
        chunk = os.read(read, 1 << 20)
        if not chunk:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        try:
            replies += [Reply(*_decode(json.loads(line))) for line in lines]
        except (KeyError, TypeError, ValueError, RecursionError):  # the answer wrote into the pipe itself
            break
        if len(buffer) > LONGEST_REPLY:
            break
        if replies and replies[-1].state == "unanswered":
            break
    if replies and replies[-1].state == "unanswered":
        return replies + [replies[-1]] * (n - len(replies))
    return replies[:n]


def _timeout(limit_s: float) -> Reply:
    return Reply("timeout", message=f"no answer within {limit_s:g} s")


def _encode(value: Any) -> Any:
    """JSON has only text as keys, so a dict crosses as its pairs."""
    if isinstance(value, dict):
        return {"pairs": [[k, _encode(v)] for k, v in value.items()]}
    return [_encode(v) for v in value] if isinstance(value, list) else value


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        return {_decode_key(k): _decode(v) for k, v in value["pairs"]}
    return [_decode(v) for v in value] if isinstance(value, list) else value


def _decode_key(key: Any) -> Any:
    return tuple(_decode_key(k) for k in key) if isinstance(key, list) else key


# --- elsewhere: interrupt the call in this process -------------------------------------------------------


def _silenced(
    function: Callable[..., Any],
    play: Play,
    cases: list[Case],
    limit_s: float,
    arm: Callable[[], None],
    disarm: Callable[[], None],
) -> list[Reply]:
    """Arms and disarms inside the `try`: a stop that comes a moment too early or too late is caught here as well."""
    replies: list[Reply] = []
    try:
        arm()
        with open(os.devnull, "w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
            for case in cases:
                replies.append(_reply(lambda case=case: play(function, copy.deepcopy(case))))  # type: ignore[misc]
        disarm()
    except _Stopped:
        disarm()
        replies += [_timeout(limit_s)] if len(replies) < len(cases) else []
    return replies


def _timed(function: Callable[..., Any], play: Play, cases: list[Case], limit_s: float) -> list[Reply]:
    def stop(*_: Any) -> None:
        raise _Stopped

    def arm() -> None:
        signal.setitimer(signal.ITIMER_REAL, limit_s, 0.1)  # again and again, should the answer swallow it

    def disarm() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    before = signal.signal(signal.SIGALRM, stop)
    try:
        return _silenced(function, play, cases, limit_s, arm, disarm)
    finally:
        disarm()
        signal.signal(signal.SIGALRM, before)


def _watched(function: Callable[..., Any], play: Play, cases: list[Case], limit_s: float) -> list[Reply]:
    asked = ctypes.c_ulong(threading.get_ident())
    done, fired, lock = threading.Event(), threading.Event(), threading.Lock()

    def watch() -> None:
        if not done.wait(limit_s):
            with lock:
                if not done.is_set():
                    fired.set()
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(asked, ctypes.py_object(_Stopped))

    def disarm() -> None:
        with lock:
            done.set()
            # Taking back what was never sent leaves Python 3.11's "something is pending" flag up for ever:
            # everything after it is slower, and hangs under a debugger.
            if fired.is_set():
                fired.clear()
                ctypes.pythonapi.PyThreadState_SetAsyncExc(asked, None)
                _lower_the_flag(asked)

    try:
        return _silenced(function, play, cases, limit_s, threading.Thread(target=watch, daemon=True).start, disarm)
    finally:
        disarm()


def _lower_the_flag(asked: ctypes.c_ulong) -> None:
    """Send a last stop and catch it here: only a delivered one clears the flag."""
    with contextlib.suppress(_Stopped):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(asked, ctypes.py_object(_Stopped))
        for _ in range(1_000):  # it arrives at the next instructions
            pass
