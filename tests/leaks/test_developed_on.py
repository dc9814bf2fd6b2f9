"""The corpus at one seed: programs that were looked at while the detector was made."""

import pytest

from tests.leaks.corpus import Program
from tests.leaks.expected import audited, check


@pytest.mark.parametrize("program", audited("developed_on"), ids=lambda p: p.path.name)
def test_the_audit_judges_as_it_should(program: Program) -> None:
    check(program)
