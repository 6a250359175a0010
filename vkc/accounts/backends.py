"""How rights are found."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection

# The rights of a person's roles. Written out: nearly every signed-in page asks it, and building
# the statement each time cost more than the answer.
RIGHTS_SQL = """
SELECT DISTINCT t.app_label || '.' || p.codename
FROM accounts_user_groups AS u
JOIN auth_group_permissions AS g ON g.group_id = u.group_id
JOIN auth_permission AS p ON p.id = g.permission_id
JOIN django_content_type AS t ON t.id = p.content_type_id
WHERE u.user_id = %s
"""


class RoleBackend(ModelBackend):
    """Rights come with roles, which are groups; nobody holds a right of their own.

    So one query finds them instead of two (`vkc.accounts.roles`).
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if user_obj.is_superuser:
            return super().get_group_permissions(user_obj, obj)
        if not hasattr(user_obj, "_group_perm_cache"):
            with connection.cursor() as cursor:
                cursor.execute(RIGHTS_SQL, [user_obj.pk])
                user_obj._group_perm_cache = {right for (right,) in cursor.fetchall()}
        return user_obj._group_perm_cache
