"""The corpus at one seed: programs that were looked at while the detector was made."""

import pytest

from tests.leaks.corpus import Program, programs
from tests.leaks.expected import check

MINE = [p for p in programs() if p.group == "developed_on"]


@pytest.mark.parametrize("program", MINE, ids=lambda p: p.path.name)
def test_the_audit_judges_as_it_should(program: Program) -> None:
    check(program)
