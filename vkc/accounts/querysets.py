"""Words for reading people, agencies and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from vkc.accounts.choices import AccountState

if TYPE_CHECKING:
    from vkc.accounts.models import User


class AgencyQuerySet(QuerySet):
    """Agencies."""

    def active(self) -> Self:
        """Agencies a person may belong to today."""
        return self.filter(is_active=True)


class UserQuerySet(QuerySet):
    """People."""

    def waiting(self) -> Self:
        """Verified their address and wait for somebody to vouch for them."""
        return self.filter(
            state=AccountState.PENDING, is_active=True, emailaddress__verified=True
        ).distinct()

    def visible_to(self, user: User) -> Self:
        """People whose registration this person may look after."""
        if user.has_perm("accounts.manage_people"):
            return self
        if user.has_perm("accounts.approve_account") and user.agency_id:
            return self.filter(agency_id=user.agency_id)
        return self.none()

    def may(self, permission: str) -> Self:
        """Active, approved people who hold a permission through a group."""
        app, codename = permission.split(".")
        members = self.model.groups.through.objects.filter(
            group__permissions__codename=codename,
            group__permissions__content_type__app_label=app,
        )
        return self.filter(
            is_active=True, state=AccountState.APPROVED, pk__in=members.values("user_id")
        )


class InvitationQuerySet(QuerySet):
    """Invitations."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; some may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self, *, at: datetime) -> Self:
        """Those whose link still opens an account."""
        return self.open().filter(expires_at__gt=at)

    def visible_to(self, user: User) -> Self:
        """Administrators see all, others those of their own agency."""
        if user.has_perm("accounts.manage_people"):
            return self
        if user.has_perm("accounts.invite_person") and user.agency_id:
            return self.filter(agency_id=user.agency_id)
        return self.none()
