"""Invitations: a link that opens an account with given roles, once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from vkc.accounts.choices import AccountEventKind, AccountState, Role
from vkc.accounts.exceptions import (
    AlreadyHasAccount,
    AlreadyInvited,
    InvitationExpired,
    InvitationForAnother,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
)
from vkc.accounts.models import AccountEvent, Agency, Invitation, User
from vkc.accounts.permissions import can_change_invitation, can_invite_person
from vkc.accounts.services.roles import group_for, mark_staff
from vkc.core.messages import Addressee, tell

LIFETIME = timedelta(days=14)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_address(token: str, language: str) -> str:
    with override(language):
        return settings.PUBLIC_URL + reverse("accounts:invitation_accept", args=[token])


@transaction.atomic
def invite(
    *,
    email: str,
    agency: Agency,
    roles: list[str],
    by: User,
    at: datetime,
    full_name: str = "",
    language: str = "vi",
    note: str = "",
) -> tuple[Invitation, str]:
    """Invite one address; returns the invitation and its token, which is stored only as a hash."""
    roles = sorted({Role(role).value for role in roles})
    if not can_invite_person(by, agency, roles):
        raise PermissionDenied
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyHasAccount
    if Invitation.objects.open().filter(email=email).exists():
        raise AlreadyInvited
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        full_name=full_name,
        agency=agency,
        roles=roles,
        language=language,
        note=note,
        invited_by=by,
        token_hash=hash_token(token),
        expires_at=at + LIFETIME,
    )
    _send(invitation, token, at)
    return invitation, token


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, at: datetime) -> str:
    """Send a new link; the old one stops working. Returns the new token."""
    row = _open_row(invitation, by)
    token = secrets.token_urlsafe(32)
    row.token_hash, row.expires_at = hash_token(token), at + LIFETIME
    row.save(update_fields=["token_hash", "expires_at", "updated_at"])
    _send(row, token, at)
    return token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link stops working."""
    row = _open_row(invitation, by)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at", "updated_at"])


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation a token opens, or the refusal that says why it does not."""
    found = Invitation.objects.select_related("agency", "invited_by")
    return _usable(found.filter(token_hash=hash_token(token)).first(), at)


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    at: datetime,
    full_name: str,
    position: str,
    language: str,
    password: str | None = None,
    user: User | None = None,
) -> User:
    """Open the account, approved and with its roles; a signed-in person only with their own."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("agency")
    invitation = _usable(rows.filter(token_hash=hash_token(token)).first(), at)
    if user is not None and user.email.lower() != invitation.email:
        raise InvitationForAnother
    if user is None and User.objects.filter(email__iexact=invitation.email).exists():
        raise AlreadyHasAccount
    person = user or User(email=invitation.email)
    if user is None:
        person.set_password(password)
    before = person.state if user else ""
    person.full_name, person.position, person.language = full_name, position, language
    person.agency, person.state = invitation.agency, AccountState.APPROVED
    person.approved_at = person.approved_at or at
    person.save()
    person.groups.add(*[group_for(role) for role in invitation.roles])
    mark_staff(person)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    AccountEvent.objects.create(
        subject=person,
        event=AccountEventKind.INVITED,
        from_state=before,
        to_state=person.state,
        at=at,
        by=invitation.invited_by,
    )
    return person


def _usable(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None:
        raise InvitationUnknown
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.withdrawn_at:
        raise InvitationWithdrawn
    if invitation.expires_at <= at:
        raise InvitationExpired
    return invitation


def _open_row(invitation: Invitation, by: User) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("agency")
    row = rows.get(pk=invitation.pk)
    if not can_change_invitation(by, row):
        raise PermissionDenied
    if row.accepted_at:
        raise InvitationUsed
    if row.withdrawn_at:
        raise InvitationWithdrawn
    return row


def _send(invitation: Invitation, token: str, at: datetime) -> None:
    tell(
        event="accounts.invitation",
        about=invitation,
        to=Addressee(email=invitation.email, language=invitation.language),
        at=at,
        context={"invitation_url": invitation_address(token, invitation.language)},
    )
