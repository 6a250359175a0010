from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from guidelines.exceptions import OwnWorkRefused
from guidelines.models.documents import Document


class FourEyesApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group, never by the author of what is approved."""

    class Meta:
        verbose_name = _("four-eyes approval")
        verbose_name_plural = _("four-eyes approvals")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve what somebody else wrote"))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """What Wagtail offers this person; approving their own work is not among it."""
        actions = super().get_actions(obj, user)
        if isinstance(obj, Document) and (wrote_latest(user, obj) or lacks_note(obj)):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve" and task_state.revision.user_id == user.pk:
            raise OwnWorkRefused
        super().on_action(task_state, user, action_name, **kwargs)


def wrote_latest(user: Any, document: Document) -> bool:
    """True where the newest stored version is this person's."""
    latest = document.latest_revision
    return latest is not None and latest.user_id == user.pk


def lacks_note(document: Document) -> bool:
    """True where the newest version would change a public page without a note for readers."""
    latest = document.latest_revision
    return latest is not None and document.lacks_change_note(latest)
