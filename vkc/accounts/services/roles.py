"""Groups that carry the contract's roles, filled from the table in `vkc.accounts.roles`."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from vkc.accounts.choices import AccountEventKind, AccountState, Role
from vkc.accounts.exceptions import LastAdministrator, RoleUnchanged
from vkc.accounts.models import AccountEvent, User
from vkc.accounts.permissions import can_change_roles
from vkc.accounts.roles import ROLE_PERMISSIONS, STAFF_ROLES
from vkc.core.states import Refusal


def permissions_by_name() -> dict[str, Permission]:
    """Every permission that exists, by `app.codename`."""
    rows = Permission.objects.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}


@transaction.atomic
def ensure_roles() -> dict[str, str]:
    """Make the groups and set exactly the permissions of the table; role → what was done."""
    known = permissions_by_name()
    done = {}
    for role in Role:
        group, is_new = Group.objects.get_or_create(name=role.value)
        wanted = {known[name].pk for name in ROLE_PERMISSIONS[role] if name in known}
        present = set(group.permissions.values_list("pk", flat=True))
        if wanted != present:
            group.permissions.set(wanted)
        done[role.value] = "added" if is_new else "changed" if wanted != present else "unchanged"
    return done


def group_for(role: str) -> Group:
    """The group of a role; made with its permissions where it does not exist yet."""
    group = Group.objects.filter(name=Role(role).value).first()
    if group is None:
        ensure_roles()
        group = Group.objects.get(name=Role(role).value)
    return group


@transaction.atomic
def grant_role(*, person: User, role: str, by: User, at: datetime, reason: str = "") -> None:
    """Give one role; logged with who, when and why."""
    locked = _locked(person, by)
    if locked.groups.filter(name=role).exists():
        raise RoleUnchanged
    locked.groups.add(group_for(role))
    _settle(locked, AccountEventKind.ROLE_GIVEN, role, by, at, reason)


@transaction.atomic
def take_role(*, person: User, role: str, by: User, at: datetime, reason: str = "") -> None:
    """Take one role away; the last administrator stays."""
    locked = _locked(person, by)
    if not locked.groups.filter(name=role).exists():
        raise RoleUnchanged
    if role == Role.ADMINISTRATOR and is_last_administrator(locked):
        raise LastAdministrator
    locked.groups.remove(group_for(role))
    _settle(locked, AccountEventKind.ROLE_TAKEN, role, by, at, reason)


def is_last_administrator(person: User) -> bool:
    """True where nobody else who can still sign in manages people."""
    holders = User.objects.may("accounts.manage_people")
    return holders.filter(pk=person.pk).exists() and not holders.exclude(pk=person.pk).exists()


def holders_among(people: Iterable[User], permission: str) -> set[int]:
    """The keys of those who may, as `may` finds them, of people that are at hand.

    Thousands of keys stand in this one statement, which asks the groups alone: the planner finds a
    short way also in the minute after a list opened all these accounts, when it knows no figures.
    """
    app, codename = permission.split(".")
    keys = [one.pk for one in people if one.is_active and one.state == AccountState.APPROVED]
    members = User.groups.through.objects.filter(
        user_id__in=keys,
        group__permissions__codename=codename,
        group__permissions__content_type__app_label=app,
    )
    return set(members.values_list("user_id", flat=True))


def mark_staff(person: User) -> None:
    """Keep `is_staff` true exactly for those whose roles open the back office."""
    is_staff = person.groups.filter(name__in=[role.value for role in STAFF_ROLES]).exists()
    if person.is_staff != is_staff:
        person.is_staff = is_staff
        person.save(update_fields=["is_staff", "updated_at"])


def _locked(person: User, by: User) -> User:
    # Every administrator is locked in one order, so that two cannot take the last role at once.
    list(User.objects.select_for_update().filter(groups__name=Role.ADMINISTRATOR).order_by("pk"))
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not can_change_roles(by, locked):
        raise PermissionDenied
    if locked.state != AccountState.APPROVED:
        raise Refusal(_("Only an approved person can hold a role."))
    return locked


def _settle(person: User, event: str, role: str, by: User, at: datetime, reason: str) -> None:
    mark_staff(person)
    AccountEvent.objects.create(
        subject=person, event=event, role=role, to_state=person.state, at=at, by=by, reason=reason
    )
