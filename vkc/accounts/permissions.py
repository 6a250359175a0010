"""Who may do what to people. Roles never vouch for themselves."""

from vkc.accounts.choices import Role
from vkc.accounts.models import Agency, Invitation, User

COORDINATOR_GIVES = frozenset({Role.OFFICIAL.value})


def _acts(user: User, permission: str) -> bool:
    return bool(
        user.is_authenticated and user.is_active and user.is_approved and user.has_perm(permission)
    )


def can_manage_people(user: User) -> bool:
    """Roles, agencies and everybody's registration."""
    return _acts(user, "accounts.manage_people")


def can_see_approvals(user: User) -> bool:
    return _acts(user, "accounts.approve_account")


def can_approve_account(user: User, person: User) -> bool:
    """A coordinator within the own agency, an administrator everywhere; nobody for themself."""
    if not can_see_approvals(user) or user.pk == person.pk:
        return False
    return can_manage_people(user) or bool(user.agency_id and user.agency_id == person.agency_id)


def can_invite(user: User) -> bool:
    return _acts(user, "accounts.invite_person")


def can_invite_person(user: User, agency: Agency, roles: list[str]) -> bool:
    """A coordinator invites officials of the own agency, an administrator anybody."""
    if not can_invite(user):
        return False
    if can_manage_people(user):
        return True
    return user.agency_id == agency.pk and COORDINATOR_GIVES.issuperset(roles)


def can_change_invitation(user: User, invitation: Invitation) -> bool:
    """Send again or withdraw."""
    return can_invite_person(user, invitation.agency, invitation.roles)


def can_change_roles(user: User, person: User) -> bool:
    """Administrators give and take roles, never their own."""
    return can_manage_people(user) and user.pk != person.pk


def needs_second_factor(user: User) -> bool:
    """Ministry and centre staff sign in with a second factor."""
    return bool(
        user.is_authenticated
        and (
            user.is_staff
            or user.is_superuser
            or user.has_perm("accounts.staff_access")
            or user.has_perm("wagtailadmin.access_admin")
        )
    )
