"""What the audit has to say of each program of the corpus: the truth, but for the faults that are known and named."""

from tests.leaks.corpus import Program, audit, programs
from tests.leaks.known import KNOWN
from tests.leaks.slow import SLOW


def audited(group: str) -> list[Program]:
    """The programs of a folder that are audited at one seed in every run of the tests."""
    return [p for p in programs() if p.group == group and p.path.name not in SLOW]


def check(program: Program) -> None:
    """Audit at seed 0. A known fault that is mended has to leave the list."""
    outcome = audit(program, 0)
    status, why = KNOWN.get(program.path.name, (int(program.leaks), ""))
    assert outcome.status == status, f"{why}\n{outcome.said}"
