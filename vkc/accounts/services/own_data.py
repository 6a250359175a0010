"""What a person does with their own account: change, take away, erase."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import transaction

from vkc.accounts.choices import AccountEventKind, AccountState
from vkc.accounts.exceptions import LastAdministrator
from vkc.accounts.models import AccountEvent, Agency, Invitation, User
from vkc.accounts.services.roles import is_last_administrator
from vkc.accounts.states import ACCOUNT_STATES
from vkc.core.append_only import purging
from vkc.core.registry import my_data, my_data_erasers

ERASED_DOMAIN = "erased.invalid"


@transaction.atomic
def change_profile(
    *,
    user: User,
    full_name: str,
    position: str,
    language: str,
    at: datetime,
    agency: Agency | None = None,
) -> User:
    """Name, position and language; the agency only while nobody vouched for it."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.full_name, person.position, person.language = full_name, position, language
    if agency is not None and person.state != AccountState.APPROVED:
        person.agency = agency
    person.save()
    AccountEvent.objects.create(
        subject=person,
        event=AccountEventKind.CHANGED,
        from_state=person.state,
        to_state=person.state,
        at=at,
        by=person,
    )
    return person


def export_my_data(*, user: User) -> dict[str, Any]:
    """Everything each app holds about a person, ready for JSON."""
    return {key: offer(user) for key, offer in my_data.items()}


def account_data(user: User) -> dict[str, Any]:
    """What this app holds about a person."""
    return {
        "email": user.email,
        "full_name": user.full_name,
        "position": user.position,
        "agency": str(user.agency) if user.agency else None,
        "language": user.language,
        "state": user.state,
        "approved_at": user.approved_at,
        "registered_at": user.created_at,
        "last_login": user.last_login,
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "events": list(user.events.order_by("at", "id").values("event", "at", "reason", "role")),
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "last_seen_at")
        ),
        "identity_providers": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined")
        ),
    }


@transaction.atomic
def erase_account(*, user: User, at: datetime) -> None:
    """Close the account and erase who it was; what others must keep stays without a name."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if is_last_administrator(person):
        raise LastAdministrator
    before = person.state
    state = ACCOUNT_STATES.next_state(before, "close")
    for erase in my_data_erasers:
        erase(person)
    forget_sign_in(person)
    Invitation.objects.filter(email__iexact=person.email).update(
        email=f"{person.pk}@{ERASED_DOMAIN}", full_name="", note=""
    )
    person.email = f"{person.pk}@{ERASED_DOMAIN}"
    person.full_name = person.position = ""
    person.agency, person.state = None, state
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    with purging():
        AccountEvent.objects.filter(subject=person).update(reason="")
    AccountEvent.objects.create(
        subject=person,
        event=AccountEventKind.CLOSED,
        from_state=before,
        to_state=state,
        at=at,
        by=person,
    )


def forget_sign_in(person: User) -> None:
    """Delete sessions, addresses, second factors and identity providers of a person."""
    keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
    for key in keys:
        # Through the store, which also empties the cache it reads from.
        SessionStore(key).delete()
    for model in (UserSession, EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()
