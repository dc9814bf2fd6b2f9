"""The learner's log: one line an event, only ever appended; a kernel killed in the middle loses one line at most."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import imbalance_lib
from imbalance_lib import lines
from imbalance_lib.lines import home

Event = dict[str, Any]


def log_file() -> Path:
    """The log itself."""
    return home() / "progress.jsonl"


def record(event: Event) -> str:
    """Append one event with id, time, machine and version; return "" or one sentence on why that failed."""
    try:
        home().mkdir(parents=True, exist_ok=True)
        stamped = {"id": uuid.uuid4().hex, "time": datetime.now(UTC).isoformat(timespec="seconds"),
                   "machine": _machine(), "version": imbalance_lib.__version__, **event}  # fmt: skip
        lines.append(log_file(), stamped)
    except OSError as fault:
        return (
            f"Your progress was not saved: {fault.strerror or fault} ({log_file()}). "
            "Set IMBALANCE_HOME to a folder you can write to."
        )
    return ""


def events(file: Path | None = None) -> list[Event]:
    """All whole events in the order of the log; half-written lines are passed over."""
    try:
        found = lines.read(file or log_file())
    except OSError:
        return []
    return [event for event in found if isinstance(event.get("id"), str)]


def merge(other: Path) -> int:
    """Add the events of another machine's log to this one; return how many were new."""
    if not other.is_file():
        raise FileNotFoundError(f"other is {str(other)!r}; it must be a progress.jsonl from another machine")
    known = {event["id"] for event in events()}
    new = [event for event in events(other) if event["id"] not in known]
    for event in new:
        failed = record(event)
        if failed:
            raise OSError(failed)
    return len(new)


def best(found: list[Event] | None = None) -> dict[str, Event]:
    """For each question the check that earned most; of equals one that is right, and of those the first."""
    kept: dict[str, Event] = {}
    for event in sorted(events() if found is None else found, key=lambda e: str(e.get("time", ""))):
        name = event.get("question")
        if event.get("kind") == "check" and isinstance(name, str):
            if name not in kept or _worth(event) > _worth(kept[name]):
                kept[name] = event
    return kept


def _worth(event: Event) -> tuple[float, bool]:
    """Quick questions earn no points: there a right answer counts all the same."""
    return float(event.get("points", 0)), event.get("status") == "right"


def tries(question: str) -> int:
    """How often this question was answered and not yet right."""
    return sum(e.get("question") == question and e.get("status") in ("wrong", "error", "timeout") for e in events())


def _machine() -> str:
    """A random name for this machine, made once; it says nothing about its owner."""
    file = home() / "machine"
    try:
        return file.read_text().strip() or _new_machine(file)
    except (OSError, ValueError):
        return _new_machine(file)


def _new_machine(file: Path) -> str:
    name = uuid.uuid4().hex[:8]
    file.write_text(name)
    return name
