"""Groups that carry the contract's roles, filled from the table in `vkc.accounts.roles`."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from vkc.accounts.choices import Role
from vkc.accounts.roles import ROLE_PERMISSIONS


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
