"""The corpus at one seed: programs that were held back until the detector was done."""

import pytest

from tests.leaks.corpus import Program
from tests.leaks.expected import audited, check


@pytest.mark.parametrize("program", audited("held_back"), ids=lambda p: p.path.name)
def test_the_audit_judges_as_it_should(program: Program) -> None:
    check(program)
