"""The back office doors of a document: four eyes when publishing, a reason when withdrawing."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from guidelines import services
from guidelines.back_office.imports import ImportButtonMixin
from guidelines.choices import DocumentState
from guidelines.exceptions import (
    ChangedWhilePublishing,
    ChangeNoteMissing,
    NothingToPublish,
    OwnWorkRefused,
)
from guidelines.models import Document
from guidelines.permissions import publish_refusal
from vkc.core.states import Refusal
from vkc.core.text import slug_text

SCHEDULE_FIELDS = {"go_live_at", "expire_at"}


class DocumentForm(WagtailAdminModelForm):
    """The editor's form: one document per identity, one row per effect, none on itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_effects()
        if not self.is_deferred_validation and not cleaned.get("change_note_vi"):
            self.add_error("change_note_vi", str(ChangeNoteMissing()))
        number = cleaned.get("number")
        if number and not slug_text(number):
            self.add_error("number", _("The number has no letter or figure."))
        return cleaned

    def _post_clean(self) -> None:
        """The identity holds a slug that is no field: the form has to ask for twins itself."""
        super()._post_clean()
        if self.instance.number and self.instance.issuer_id and self.instance.twins().exists():
            text = _("This kind, number, issuing body and date are already in the library.")
            self.add_error("number", text)

    def _check_effects(self) -> None:
        seen = set()
        for row in self.formsets["effects"].forms if "effects" in self.formsets else []:
            if not row.is_valid() or row.cleaned_data.get("DELETE"):
                continue
            target, verb = row.cleaned_data.get("target"), row.cleaned_data.get("verb")
            if target is None:
                continue
            if target.pk == self.instance.pk:
                row.add_error("target", _("A document has no effect on itself."))
            key = (target.pk, verb, row.cleaned_data.get("acting_path"), row.instance.target_path)
            if key in seen:
                row.add_error("target", _("This effect on this document is already recorded."))
            seen.add(key)


class FourEyesMixin:
    """Publishing puts live the very version somebody else wrote, never a new one of one's own."""

    def is_valid(self, form: Any) -> bool:
        refusal = self._refusal(form)
        if refusal:
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal)
            return False
        return super().is_valid(form)

    def _is_approving(self) -> bool:
        approves = self.request.POST.get("workflow-action-name") == "approve"
        return self.action == "publish" or (self.action == "workflow-action" and approves)

    def _refusal(self, form: Any) -> Refusal | None:
        if not self._is_approving():
            return None
        refusal = publish_refusal(self.request.user, self.live_object)
        if refusal:
            return refusal
        changed = set(form.changed_data)
        if changed - SCHEDULE_FIELDS:
            return ChangedWhilePublishing()
        is_shown = self.live_object.state == DocumentState.PUBLISHED
        if is_shown and not self.live_object.has_unpublished_changes and not changed:
            return NothingToPublish()
        return None

    def save_instance(self) -> Document:
        """Keep the author's version as it is; a new moment of publication stays under their name."""
        if not self._is_approving():
            return super().save_instance()
        latest = self.object.latest_revision
        if latest is not None and not self.form.has_changed():
            self.has_content_changes = False
            self.new_revision = latest
            return self.object
        instance = self.form.save(commit=not self.object.live)
        self.has_content_changes = True
        self.new_revision = instance.save_revision(user=latest.user if latest else None)
        return instance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        may_publish = user.has_perm("guidelines.publish_document")
        if self.request.method == "GET" and may_publish and not self.expects_json_response:
            refusal = publish_refusal(user, self.live_object)
            if refusal and self.live_object.has_unpublished_changes:
                messages.info(self.request, str(refusal))
        return context


class DocumentEditView(ImportButtonMixin, FourEyesMixin, snippets.EditView):
    """Edit, submit, publish; the texts of the document are one step away."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, texts_button(self.object)]


def texts_button(document: Document) -> Button:
    """To the texts of a document."""
    url = reverse("guidelines_texts:of_document", args=[document.pk])
    return Button(gettext_lazy("Texts of this document"), url=url, icon_name="list-ul", priority=15)


class DocumentRevertView(RevisionsRevertMixin, DocumentEditView):
    """Take an older version up again: it becomes a draft of whoever did so."""

    view_name = "revisions_revert"

    def get_available_actions(self) -> list[str]:
        publishing = ("publish", "workflow-action")
        return [action for action in super().get_available_actions() if action not in publishing]


class DocumentCreateView(snippets.CreateView):
    """A new document starts as a draft: its author cannot publish it in the same step."""

    def is_valid(self, form: Any) -> bool:
        if self.action == "publish":
            self.produced_error_code = OwnWorkRefused.code
            self.produced_error_message = str(OwnWorkRefused())
            return False
        return super().is_valid(form)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason, shown to readers"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DocumentWithdrawView(snippets.UnpublishView):
    """Withdraw a document: it keeps its page, with a dated notice and the reason."""

    page_title = gettext_lazy("Withdraw")
    template_name = "guidelines/admin/withdraw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or WithdrawForm()
        return {**super().get_context_data(**kwargs), "form": form}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            services.withdraw_document(
                document=self.object,
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("%(document)s was withdrawn.") % {"document": self.object})
        return redirect(self.get_next_url())


class DocumentUnscheduleView(snippets.RevisionsUnscheduleView):
    """Take a scheduled publication back; the document is a draft again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        document = Document.objects.get(pk=self.object.pk)
        if document.state == DocumentState.SCHEDULED:
            services.unschedule_document(document=document, by=request.user, at=timezone.now())
        return response
