"""The step of approval: a second person, never the one who wrote."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a group, closed to whoever saved the version that waits."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        actions = super().get_actions(obj, user)
        if wrote_latest(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls) -> str:
        return _("Members of the chosen groups approve, except the one who wrote the version.")


def wrote_latest(obj: Any, user: Any) -> bool:
    """True where this person saved the newest version of a page or snippet."""
    latest = obj.latest_revision
    return latest is not None and latest.user_id == user.pk
