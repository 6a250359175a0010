"""People whom an agency names: their accounts found, or opened for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import override

from vkc.accounts.choices import AccountEventKind, AccountState
from vkc.accounts.exceptions import AccountClosed, AccountElsewhere, AccountWaiting
from vkc.accounts.models import AccountEvent, Agency, User
from vkc.accounts.services.registration import first_role
from vkc.accounts.services.roles import group_for
from vkc.core.messages import tell_many
from vkc.core.states import Refusal


@dataclass(frozen=True)
class Named:
    """One person as a letter or a list names them; the address is compared in small letters."""

    email: str
    full_name: str
    position: str = ""

    @property
    def key(self) -> str:
        return self.email.strip().lower()


def check_people(rows: Iterable[Sequence[str]], *, agency: Agency) -> dict[int, Refusal]:
    """Position in `rows` → why this person cannot be named by the agency. One query."""
    named = [Named(*row) for row in rows]
    known = _known(named)
    found = {at: _refusal(known.get(row.key), agency) for at, row in enumerate(named)}
    return {at: refusal for at, refusal in found.items() if refusal}


@transaction.atomic
def people_for(
    rows: Iterable[Sequence[str]], *, agency: Agency, by: Any, at: datetime
) -> list[User]:
    """The accounts of people of an agency, in the order of `rows` (e-mail, name, position).

    Who has none gets one: approved, an official of the agency, without a password; a mail says how
    to set it. Raises the first refusal of `check_people`. The caller asked whether `by` may name
    people for this agency. A handful of queries for any number of known people.
    """
    named = [Named(*row) for row in rows]
    known = _known(named)
    missing = {row.key: row for row in named if row.key not in known}
    if missing:
        opened = _open(list(missing.values()), agency=agency, by=by, at=at)
        known = _known(named)
        _tell_how_to_sign_in([known[person.email] for person in opened], by=by, at=at)
    for row in named:
        refusal = _refusal(known[row.key], agency)
        if refusal:
            raise refusal
    return [known[row.key] for row in named]


class FirstLink(PasswordResetTokenGenerator):
    """The links of allauth, without its two queries a person: the one address is at hand."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return super()._make_hash_value(user, timestamp) + user.email


_first_link = FirstLink()


def password_address(person: User) -> str:
    """Where a person sets the first password; good for as long as a reset link is."""
    key = _first_link.make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": key}
    with override(person.language):
        return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=parts)


def _known(named: Sequence[Named]) -> dict[str, User]:
    keys = {row.key for row in named}
    people = User.objects.annotate(key=Lower("email")).filter(key__in=keys)
    return {person.email.lower(): person for person in people.select_related("agency")}


def _refusal(person: User | None, agency: Agency) -> Refusal | None:
    if person is None:
        return None
    if person.agency_id != agency.pk:
        return AccountElsewhere(email=person.email)
    if person.state == AccountState.PENDING:
        return AccountWaiting(email=person.email)
    if person.state != AccountState.APPROVED or not person.is_active:
        return AccountClosed(email=person.email)
    return None


def _open(rows: Sequence[Named], *, agency: Agency, by: Any, at: datetime) -> list[User]:
    """Open accounts in bulk; an address that somebody else opened meanwhile is left alone.

    The address counts as verified: the only way in is a link that is mailed to it. What a sample
    person opens is sample material, too.
    """
    is_demo = bool(getattr(by, "is_demo", False))
    accounts = [_account(row, agency, at, is_demo=is_demo) for row in rows]
    User.objects.bulk_create(accounts, ignore_conflicts=True)
    opened = list(User.objects.filter(email__in=[row.key for row in rows], last_login=None))
    settled = EmailAddress.objects.filter(user__in=opened).values_list("user_id", flat=True)
    opened = [person for person in opened if person.pk not in set(settled)]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in opened
    )
    role = first_role(agency)
    group_for(role).user_set.add(*opened)
    AccountEvent.objects.bulk_create(
        AccountEvent(
            subject=person, event=AccountEventKind.INVITED, to_state=person.state, at=at, by=by
        )
        for person in opened
    )
    return opened


def _account(row: Named, agency: Agency, at: datetime, *, is_demo: bool) -> User:
    return User(
        email=row.key,
        full_name=row.full_name.strip(),
        position=row.position.strip(),
        agency=agency,
        state=AccountState.APPROVED,
        approved_at=at,
        is_demo=is_demo,
        password=make_password(None),
    )


def _tell_how_to_sign_in(people: Sequence[User], *, by: Any, at: datetime) -> None:
    rows = [
        (person, person, {"password_url": password_address(person), "by": by}) for person in people
    ]
    tell_many(event="accounts.opened", rows=rows, at=at)
