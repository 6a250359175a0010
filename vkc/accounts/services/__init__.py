"""The verbs of people and roles: the only writers of accounts."""

from vkc.accounts.services.roles import ensure_roles, group_for

__all__ = ["ensure_roles", "group_for"]
