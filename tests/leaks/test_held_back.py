"""The corpus at one seed: programs that were held back until the detector was done."""

import pytest

from tests.leaks.corpus import Program, programs
from tests.leaks.expected import check

MINE = [p for p in programs() if p.group == "held_back"]


@pytest.mark.parametrize("program", MINE, ids=lambda p: p.path.name)
def test_the_audit_judges_as_it_should(program: Program) -> None:
    check(program)
