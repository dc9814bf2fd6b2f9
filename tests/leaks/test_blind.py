"""The corpus at one seed: programs by people who had not seen the detector, written when it was done."""

import pytest

from tests.leaks.corpus import Program, programs
from tests.leaks.expected import check

MINE = [p for p in programs() if p.group == "blind"]


@pytest.mark.parametrize("program", MINE, ids=lambda p: p.path.name)
def test_the_audit_judges_as_it_should(program: Program) -> None:
    check(program)
