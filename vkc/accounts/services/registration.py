"""Opening an account: register, be vouched for or refused, ask again."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from vkc.accounts.choices import AccountEventKind, AccountState, AgencyKind, Role
from vkc.accounts.exceptions import AddressNotVerified, AgencyMissing, NotWaiting
from vkc.accounts.models import AccountEvent, Agency, User
from vkc.accounts.permissions import can_approve_account
from vkc.accounts.services.roles import group_for
from vkc.accounts.states import ACCOUNT_STATES
from vkc.core.messages import tell
from vkc.core.states import TransitionRefused


def first_role(agency: Agency) -> Role:
    """What approval gives: partners become partners, all others officials."""
    return Role.PARTNER if agency.kind == AgencyKind.PARTNER else Role.OFFICIAL


@transaction.atomic
def register(
    *, user: User, full_name: str, agency: Agency, position: str, language: str, at: datetime
) -> User:
    """Complete a fresh account with who the person is; it waits for approval."""
    user.full_name, user.agency, user.position = full_name, agency, position
    user.language, user.state = language, AccountState.PENDING
    user.save()
    AccountEvent.objects.create(
        subject=user, event=AccountEventKind.REGISTERED, to_state=user.state, at=at, by=user
    )
    return user


@transaction.atomic
def ask_for_approval(*, user: User, at: datetime) -> int:
    """Tell the agency's coordinators, or the administrators where there are none; how many."""
    if user.state != AccountState.PENDING:
        return 0
    may = User.objects.may("accounts.approve_account").exclude(pk=user.pk)
    asked = list(may.filter(agency=user.agency_id)) if user.agency_id else []
    asked = asked or list(User.objects.may("accounts.manage_people").exclude(pk=user.pk))
    for person in asked:
        tell(event="accounts.registration_waiting", about=user, to=person, at=at)
    return len(asked)


@transaction.atomic
def approve_account(*, user: User, by: User, at: datetime) -> User:
    """Vouch for a waiting person; they become an official of their agency."""
    person = _waiting(user, by, "approve")
    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        raise AddressNotVerified
    if person.agency is None:
        raise AgencyMissing
    role = first_role(person.agency)
    person.state, person.approved_at = AccountState.APPROVED, at
    person.save(update_fields=["state", "approved_at", "updated_at"])
    person.groups.add(group_for(role))
    _record(person, AccountEventKind.APPROVED, AccountState.PENDING, by, at, role=role)
    tell(event="accounts.approved", about=person, to=person, at=at)
    return person


@transaction.atomic
def refuse_account(*, user: User, by: User, reason: str, at: datetime) -> User:
    """Decline a waiting person with a reason they can act on."""
    person = _waiting(user, by, "refuse")
    person.state = AccountState.REFUSED
    person.save(update_fields=["state", "updated_at"])
    _record(person, AccountEventKind.REFUSED, AccountState.PENDING, by, at, reason=reason)
    tell(event="accounts.refused", about=person, to=person, at=at, context={"reason": reason})
    return person


@transaction.atomic
def reopen_registration(*, user: User, at: datetime) -> User:
    """A refused person put their details right and asks again."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.state = ACCOUNT_STATES.next_state(person.state, "reopen")
    person.save(update_fields=["state", "updated_at"])
    _record(person, AccountEventKind.REOPENED, AccountState.REFUSED, person, at)
    ask_for_approval(user=person, at=at)
    return person


def _waiting(user: User, by: User, event: str) -> User:
    """The locked row of a person who may be decided upon by `by`."""
    person = User.objects.select_for_update(of=("self",)).select_related("agency").get(pk=user.pk)
    if not can_approve_account(by, person):
        raise PermissionDenied
    try:
        ACCOUNT_STATES.next_state(person.state, event)
    except TransitionRefused:
        raise NotWaiting from None
    return person


def _record(
    person: User,
    event: str,
    before: str,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    role: str = "",
) -> None:
    AccountEvent.objects.create(
        subject=person,
        event=event,
        from_state=before,
        to_state=person.state,
        at=at,
        by=by,
        reason=reason,
        role=role,
    )
