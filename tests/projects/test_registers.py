"""The sentence that goes with a register's figures."""

import pytest
from django.utils import translation

from projects.choices import MemberState
from projects.registers import register_panel
from tests.factories.projects import MemberFactory, RegisterFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("declared", "state", "says"),
    [
        (1, MemberState.CONFIRMED, "All members are confirmed."),
        (2, MemberState.CONFIRMED, "1 of the declared 2 members are confirmed."),
        (1, MemberState.REMOVED, "0 of the declared 1 members are confirmed."),
    ],
)
def test_members_are_called_complete_only_when_all_declared_are_confirmed(declared, state, says):
    register = RegisterFactory(declared_total=declared)
    MemberFactory(register=register, state=state)
    with translation.override("en"):
        assert register_panel(register)["members"]["says"] == says
