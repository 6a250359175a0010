"""How people sign in, and how their rights are found."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.db import connection

from vkc.core.rows import Columns

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


class RoleBackend(AuthenticationBackend):
    """Signs people in as allauth does; rights come with roles, which are groups.

    Nobody holds a right of their own, so one query finds them (`vkc.accounts.roles`). It is the
    only backend: a second one would be asked again for each right that somebody does not have.
    """

    def get_user(self, user_id: Any) -> Any:
        """Who a session belongs to; each signed-in request asks it."""
        sql, columns = _by_key()
        with connection.cursor() as cursor:
            cursor.execute(sql, [user_id])
            row = cursor.fetchone()
        user = columns.read(row) if row else None
        return user if user and self.user_can_authenticate(user) else None

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


@cache
def _by_key() -> tuple[str, Columns]:
    model = get_user_model()
    columns = Columns(model, "u", frozenset(f.attname for f in model._meta.concrete_fields))
    return f"SELECT {columns.sql} FROM {model._meta.db_table} AS u WHERE u.id = %s", columns
