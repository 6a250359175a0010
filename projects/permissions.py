"""Who may do what with registers. Roles are permissions, never group names."""

from typing import Any

from projects.models import RegisterMember


def can_confirm_member(user: Any, member: RegisterMember | None = None) -> bool:
    """Confirm, replace, remove and restore members."""
    return bool(user and user.is_active and user.has_perm("projects.confirm_registermember"))


def can_load_register(user: Any) -> bool:
    """Load an official list, which confirms and removes many members at once."""
    return can_confirm_member(user) and user.has_perm("projects.load_register")


def wrote_latest(user: Any, programme: Any) -> bool:
    """True where this person saved the newest version; they may not publish it."""
    latest = programme.latest_revision
    return latest is not None and latest.user_id == user.pk
