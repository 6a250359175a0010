"""Members of a register: confirm, replace, remove, restore, and every refusal."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from projects import services
from projects.choices import MemberEvent, MemberState
from projects.exceptions import AlreadyMember, ReasonMissing, ReplacementStands, ScopeMismatch
from projects.models import MEMBER_MOVES, RegisterMember, RegisterMemberEvent
from projects.models.register import NEW
from projects.permissions import can_confirm_member, can_load_register
from tests.factories.accounts import UserFactory
from tests.factories.projects import FormerCityFactory, MemberFactory, RegisterFactory, UnitFactory
from vkc.core.states import TransitionRefused

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHY = {"reason": "Công văn 2353/BXD-PTĐT", "at": NOW}


@pytest.fixture
def verifier():
    return UserFactory(verifier=True)


def act(event, member, by):
    """Call the service of an event on a member."""
    verbs = {
        MemberEvent.CONFIRM: services.confirm_member,
        MemberEvent.REMOVE: services.remove_member,
        MemberEvent.RESTORE: services.restore_member,
    }
    if event == MemberEvent.REPLACE:
        return services.replace_member(member=member, unit=UnitFactory(), by=by, **WHY)
    return verbs[event](member=member, by=by, **WHY)


def in_state(state, by):
    """A member brought to a state by the services themselves."""
    register = RegisterFactory()
    member = services.propose_member(register=register, unit=UnitFactory(), at=NOW)
    if state == MemberState.CONFIRMED:
        services.confirm_member(member=member, by=by, **WHY)
    elif state == MemberState.REMOVED:
        services.remove_member(member=member, by=by, **WHY)
    elif state == MemberState.REPLACED:
        stand_in = services.replace_member(member=member, unit=UnitFactory(), by=by, **WHY)
        services.remove_member(member=stand_in, by=by, **WHY)
    member.refresh_from_db()
    assert member.state == state
    return member


ACTS = [event for event in MemberEvent if event != MemberEvent.PROPOSE]


@pytest.mark.parametrize(("state", "event"), list(product(MemberState, ACTS)))
def test_every_state_and_event_pair(state, event, verifier):
    member = in_state(state, verifier)
    before = member.events.count()
    expected = MEMBER_MOVES.moves.get((state, event))
    if expected is None:
        with pytest.raises(TransitionRefused):
            act(event, member, verifier)
        member.refresh_from_db()
        assert (member.state, member.events.count()) == (state, before)
        return
    act(event, member, verifier)
    member.refresh_from_db()
    assert member.state == expected
    last = member.events.last()
    assert (last.event, last.from_state, last.to_state, last.by) == (
        event,
        state,
        expected,
        verifier,
    )


def test_only_a_new_row_can_be_proposed():
    assert MEMBER_MOVES.next_state(NEW, MemberEvent.PROPOSE) == MemberState.PROPOSED
    for state in MemberState:
        with pytest.raises(TransitionRefused):
            MEMBER_MOVES.next_state(state, MemberEvent.PROPOSE)


@pytest.mark.parametrize("event", ACTS)
def test_without_the_permission_nothing_happens(event):
    member = MemberFactory()
    with pytest.raises(PermissionDenied):
        act(event, member, UserFactory(editor=True))
    assert RegisterMember.objects.get(pk=member.pk).state == MemberState.PROPOSED
    assert not RegisterMemberEvent.objects.exists()


def test_a_reason_is_demanded(verifier):
    with pytest.raises(ReasonMissing):
        services.confirm_member(member=MemberFactory(), by=verifier, reason="  ", at=NOW)


def test_a_replacement_is_itself_a_proposal_with_the_same_reason(verifier):
    member, unit = MemberFactory(), UnitFactory()
    successor = services.replace_member(member=member, unit=unit, by=verifier, **WHY)
    member.refresh_from_db()
    assert (member.state, member.replaced_by) == (MemberState.REPLACED, successor)
    assert (successor.state, successor.unit) == (MemberState.PROPOSED, unit)
    assert successor.events.get().reason == WHY["reason"]


def test_a_place_stands_only_once_in_a_register(verifier):
    member = MemberFactory()
    with pytest.raises(AlreadyMember):
        services.propose_member(register=member.register, unit=member.unit, by=verifier, **WHY)
    other = MemberFactory(register=member.register)
    with pytest.raises(AlreadyMember):
        services.replace_member(member=other, unit=member.unit, by=verifier, **WHY)
    other.refresh_from_db()
    assert other.state == MemberState.PROPOSED


def test_a_replaced_member_comes_back_only_when_its_replacement_is_gone(verifier):
    member = MemberFactory()
    services.replace_member(member=member, unit=UnitFactory(), by=verifier, **WHY)
    with pytest.raises(ReplacementStands):
        services.restore_member(member=member, by=verifier, **WHY)


def test_a_city_of_another_province_is_refused(verifier):
    with pytest.raises(ScopeMismatch):
        services.propose_member(
            register=RegisterFactory(), unit=UnitFactory(), city=FormerCityFactory(), at=NOW
        )


def test_events_can_be_neither_changed_nor_deleted(verifier):
    services.confirm_member(member=MemberFactory(), by=verifier, **WHY)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterMemberEvent.objects.update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterMemberEvent.objects.all().delete()
    assert RegisterMemberEvent.objects.get().reason == WHY["reason"]


def test_the_database_refuses_a_replaced_member_without_a_successor():
    with pytest.raises(IntegrityError):
        MemberFactory(state=MemberState.REPLACED)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("official", False),
        ("coordinator", False),
        ("editor", False),
        ("approver", False),
        ("registrar", False),
        ("verifier", True),
        ("partner", False),
        ("administrator", False),
    ],
)
def test_who_may_act_on_members_and_load_lists(role, may):
    user = UserFactory(**{role: True})
    assert can_confirm_member(user) is may
    assert can_load_register(user) is may
