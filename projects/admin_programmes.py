"""Four eyes in the back office: nobody publishes a version of a programme they wrote."""

from typing import Any

from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.snippets.views import snippets

from projects.exceptions import ChangedWhilePublishing, OwnWork
from projects.models import Programme
from projects.permissions import wrote_latest
from vkc.core.states import Refusal

SCHEDULE_FIELDS = {"go_live_at", "expire_at"}


class FourEyesMixin:
    """Publishing puts live the very version somebody else saved, never a new one of one's own."""

    def is_valid(self, form: Any) -> bool:
        refusal = self._refusal(form) if self._is_approving() else None
        if refusal:
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal)
            return False
        return super().is_valid(form)

    def _is_approving(self) -> bool:
        approves = self.request.POST.get("workflow-action-name") == "approve"
        return self.action == "publish" or (self.action == "workflow-action" and approves)

    def _refusal(self, form: Any) -> Refusal | None:
        if wrote_latest(self.request.user, self.live_object):
            return OwnWork()
        if set(form.changed_data) - SCHEDULE_FIELDS or _formsets_changed(form):
            return ChangedWhilePublishing()
        return None

    def save_instance(self) -> Programme:
        """Keep the author's version as it is when it is put live."""
        latest = self.object.latest_revision
        if not self._is_approving() or latest is None or self.form.has_changed():
            return super().save_instance()
        self.has_content_changes = False
        self.new_revision = latest
        return self.object


def _formsets_changed(form: Any) -> bool:
    return any(formset.has_changed() for formset in getattr(form, "formsets", {}).values())


class ProgrammeEditView(FourEyesMixin, snippets.EditView):
    """Edit, submit, publish."""


class ProgrammeRevertView(RevisionsRevertMixin, ProgrammeEditView):
    """Take an older version up again: it becomes a draft of whoever did so."""

    view_name = "revisions_revert"

    def get_available_actions(self) -> list[str]:
        publishing = ("publish", "workflow-action")
        return [action for action in super().get_available_actions() if action not in publishing]


class ProgrammeCreateView(snippets.CreateView):
    """A new programme starts as a draft: its author cannot publish it in the same step."""

    def is_valid(self, form: Any) -> bool:
        if self.action == "publish":
            self.produced_error_code = OwnWork.code
            self.produced_error_message = str(OwnWork())
            return False
        return super().is_valid(form)
