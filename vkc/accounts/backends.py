"""How rights are found."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class RoleBackend(ModelBackend):
    """Rights come with roles, which are groups; nobody holds a right of their own.

    So one query finds them instead of two (`vkc.accounts.roles`).
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
