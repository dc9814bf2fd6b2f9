"""The log is only ever appended to, outlives a kill in the middle of a write, and never stops a check."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

import imbalance_lib as il
from imbalance_lib.checks import progress


def check_event(question="q", status="wrong", points=0.0, **more):
    return {"kind": "check", "question": question, "status": status, "points": points, **more}


def test_the_folder_is_made_and_events_come_back_in_order(own_home):
    assert not own_home.exists() and progress.events() == []
    for n in range(3):
        assert progress.record({"kind": "check", "n": n}) == ""
    found = progress.events()
    assert [e["n"] for e in found] == [0, 1, 2] and len({e["id"] for e in found}) == 3
    assert {e["version"] for e in found} == {il.__version__}
    assert len({e["machine"] for e in found}) == 1 and all(e["time"] for e in found)
    assert progress.log_file() == own_home / "progress.jsonl"


def test_older_bytes_never_change():
    before = b""
    for n in range(20):
        progress.record({"n": n, "text": "é\n"})
        now = progress.log_file().read_bytes()
        assert now.startswith(before) and len(now) > len(before) and now.endswith(b"\n")
        before = now


@pytest.mark.parametrize("rest", [b'{"id": "cut', b"\x00\x00", b'{"id": "cut", "s": "\xc3', b"[1]", b"null", b"\xff"])
def test_a_half_written_line_is_passed_over_and_the_next_event_is_not_lost(rest):
    progress.record({"n": 1})
    with open(progress.log_file(), "ab") as log:
        log.write(rest)
    kept = progress.log_file().read_bytes()
    assert [e["n"] for e in progress.events()] == [1]
    progress.record({"n": 2})
    progress.record({"n": 3})
    assert [e["n"] for e in progress.events()] == [1, 2, 3]
    assert progress.log_file().read_bytes().startswith(kept), "the half line is left alone"


def test_an_event_that_was_whole_but_for_its_newline_is_kept():
    progress.record({"n": 1})
    log = progress.log_file()
    log.write_bytes(log.read_bytes().rstrip(b"\n"))
    progress.record({"n": 2})
    assert [e["n"] for e in progress.events()] == [1, 2]


WRITER = """
    import sys
    from imbalance_lib.checks import progress
    print("ready", flush=True)
    for n in range(int(sys.argv[2])):
        assert progress.record({"who": sys.argv[1], "n": n, "long": "x" * 3000}) == ""
"""


def writer(name, n):
    command = [sys.executable, "-c", textwrap.dedent(WRITER), name, str(n)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_in_the_middle_of_writing_costs_one_line_at_most():
    for _ in range(2):
        progress.record({"who": "before"})
        before = progress.log_file().read_bytes()
        process = writer("killed", 10**9)
        process.stdout.readline()
        while progress.log_file().stat().st_size < len(before) + 30_000:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        raw = progress.log_file().read_bytes()
        assert raw.startswith(before)
        lines = raw[len(before) :].split(b"\n")
        found = [e for e in progress.events() if e.get("who") == "killed"]
        mine = found[-len([x for x in lines if x]) :] if lines else []
        assert [e["n"] for e in mine][-5:] == list(range(mine[-1]["n"] - 4, mine[-1]["n"] + 1))
        whole = len(lines) - 1
        assert mine[-1]["n"] + 1 >= whole, "every line but the last is whole"
        progress.record({"who": "after"})
        assert progress.events()[-1]["who"] == "after"


def test_two_processes_that_write_at_once_lose_nothing():
    each = 150
    both = [writer(name, each) for name in ("a", "b")]
    for process in both:
        assert process.wait() == 0
        process.stdout.close()
    found = progress.events()
    assert len([line for line in progress.log_file().read_bytes().splitlines() if line]) == 2 * each
    for name in ("a", "b"):
        assert [e["n"] for e in found if e["who"] == name] == list(range(each))


def test_two_machines_merge_to_the_same_events_both_ways(tmp_path, monkeypatch):
    logs = {}
    for name in ("desk", "laptop"):
        monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / name))
        for n in range(3):
            progress.record(check_event(f"{name}-{n}"))
        logs[name] = progress.log_file()

    def whole():
        return {json.dumps(e, sort_keys=True) for e in progress.events()}

    laptop_first = logs["laptop"].read_bytes()
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "desk"))
    assert progress.merge(logs["laptop"]) == 3 and progress.merge(logs["laptop"]) == 0
    assert progress.merge(progress.log_file()) == 0, "nor does a log grow by itself"
    desk = whole()
    assert logs["laptop"].read_bytes() == laptop_first
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "laptop"))
    assert progress.merge(logs["desk"]) == 3
    assert whole() == desk and len(desk) == 6
    assert len({json.loads(e)["machine"] for e in desk}) == 2, "an event keeps the machine it was made on"
    with pytest.raises(FileNotFoundError, match="other is"):
        progress.merge(tmp_path / "nowhere")


def test_lines_that_are_no_events_are_passed_over(own_home):
    progress.record({"n": 1})
    with open(progress.log_file(), "ab") as log:
        log.write(b'{"no": "id"}\n{"id": 5}\n{"id": []}\n"text"\n17\n\n{"id": "x", "n": 2}\n')
    assert [e["n"] for e in progress.events()] == [1, 2]
    other = own_home / "other.jsonl"
    other.write_bytes(progress.log_file().read_bytes())
    assert progress.merge(other) == 0


# --- nowhere to write -------------------------------------------------------------------------------------


def right_metrics(tp, fp, fn, tn):
    def share(part, whole):
        return part / whole if whole else float("nan")

    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)


def impossible(tmp_path, kind):
    if kind == "a file in place of the folder":
        (tmp_path / "home").write_text("")
        return tmp_path / "home"
    if kind == "a file above the folder":
        (tmp_path / "home").write_text("")
        return tmp_path / "home" / "below"
    if kind == "a folder in place of the log":
        (tmp_path / "home" / "progress.jsonl").mkdir(parents=True)
        return tmp_path / "home"
    (tmp_path / "home" / "machine").mkdir(parents=True)
    return tmp_path / "home"


NOWHERE = (
    "a file in place of the folder",
    "a file above the folder",
    "a folder in place of the log",
    "a folder in place of the name",
)


@pytest.mark.parametrize("kind", NOWHERE)
def test_where_nothing_can_be_written_one_sentence_says_so_and_the_verdict_comes(tmp_path, monkeypatch, kind):
    home = impossible(tmp_path, kind)
    monkeypatch.setenv("IMBALANCE_HOME", str(home))
    verdict = il.check("metrics-from-counts", right_metrics)
    assert verdict.status == "right" and verdict.points == 3
    assert verdict.note.startswith("Your progress was not saved: ") and "IMBALANCE_HOME" in verdict.note
    assert verdict.note in verdict.text and "not saved" in verdict.html
    assert il.check("metrics-from-counts", lambda *_: 1).hint, "nor does a hint need the log"
    assert il.show_progress().rows and progress.events() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write into any folder")
def test_a_folder_without_the_right_to_write(own_home):
    own_home.mkdir()
    own_home.chmod(0o500)
    assert "not saved" in il.check("metrics-from-counts", right_metrics).note


def test_a_full_disk_is_said(monkeypatch):
    class Full:
        def __init__(self, file):
            self.file = file

        def __getattr__(self, name):
            return getattr(self.file, name)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, line):
            return self.file.write(line[:10])

    progress.record({"n": 1})
    monkeypatch.setattr("builtins.open", lambda *a, _open=open, **k: Full(_open(*a, **k)))
    said = progress.record({"n": 2})
    monkeypatch.undo()
    assert "not saved" in said


def test_a_spoiled_machine_name_is_made_again(own_home):
    own_home.mkdir()
    for spoiled in (b"", b"\xff\xfe"):
        (own_home / "machine").write_bytes(spoiled)
        assert progress.record({"n": 1}) == ""
        assert len(progress.events()[-1]["machine"]) == 8


# --- what is counted --------------------------------------------------------------------------------------


def test_best_is_the_first_of_those_that_earned_most():
    checks = [("a", 1), ("a", 3), ("a", 2), ("a", 3), ("b", 0), ("b", 0)]
    for n, (question, points) in enumerate(checks):
        progress.record(check_event(question, "right" if points == 3 else "wrong", points, n=n))
    progress.record({"kind": "session", "question": "c", "points": 9})
    for n, status in enumerate(("wrong", "right", "wrong", "right")):  # a question without points
        progress.record(check_event("d", status, n=n))
    best = progress.best()
    assert {q: e["n"] for q, e in best.items()} == {"a": 1, "b": 4, "d": 1}
    assert progress.best([]) == {}


def test_best_goes_by_time_and_not_by_the_order_of_a_merged_log():
    progress.record(check_event("a", "right", 3, time="2024-02-01T00:00:00+00:00", n="later"))
    progress.record(check_event("a", "right", 3, time="2024-01-01T00:00:00+00:00", n="earlier"))
    assert progress.best()["a"]["n"] == "earlier"


def test_tries_counts_what_was_answered_and_not_right():
    for status in ("wrong", "error", "timeout", "right", "unanswered"):
        progress.record(check_event("a", status))
    progress.record(check_event("b"))
    assert progress.tries("a") == 3 and progress.tries("b") == 1 and progress.tries("c") == 0


def test_without_the_variable_the_users_data_folder_is_meant(monkeypatch):
    import platformdirs

    monkeypatch.delenv("IMBALANCE_HOME")
    assert str(progress.home()) == platformdirs.user_data_dir("imbalance-course", appauthor=False)
