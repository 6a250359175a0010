"""The import desk: hand a file in, watch it being read, check what was recognised, save a draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from guidelines.back_office.import_forms import ResumeForm, SaveForm, UploadForm
from guidelines.back_office.import_page import (
    file_facts,
    identity_of,
    initial_of,
    person,
    preview_context,
    progress_context,
)
from guidelines.back_office.texts import Desk
from guidelines.choices import ImportState
from guidelines.exceptions import DocumentAlreadyKnown, ImportUnderWay, TextAlreadyStored
from guidelines.models import Document, ImportJob
from guidelines.permissions import can_edit_document
from guidelines.recognition.parsed import Parsed
from guidelines.services.import_drafts import save_import
from guidelines.services.imports import cancel_import, resume_import, start_import
from vkc.core.states import Refusal

PER_PAGE = 20

TITLES = {
    ImportState.QUEUED: gettext_lazy("The file is being read"),
    ImportState.RUNNING: gettext_lazy("The file is being read"),
    ImportState.READY: gettext_lazy("Check what was recognised"),
    ImportState.SAVED: gettext_lazy("The text made of this file was deleted"),
    ImportState.FAILED: gettext_lazy("The file was not taken in"),
    ImportState.CANCELLED: gettext_lazy("The import was cancelled"),
}


class StartView(Desk, TemplateView):
    """Hand a file in; below, the imports of late."""

    template_name = "guidelines/admin/import_start.html"
    page_title = gettext_lazy("Import a text from a file")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or UploadForm(initial=self._initial())
        jobs = ImportJob.objects.select_related("source", "by", "version")
        page = Paginator(jobs, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [{"job": job, "by": person(job), "url": address_of(job)} for job in page]
        context = super().get_context_data(**kwargs)
        return {**context, "form": form, "media": form.media, "rows": rows, "page": page}

    def _initial(self) -> dict[str, Any]:
        given = self.request.GET.get("document", "")
        document = Document.objects.filter(pk=given).first() if given.isdecimal() else None
        return {"document": document}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                job = start_import(
                    upload=form.cleaned_data["file"],
                    by=request.user,
                    at=timezone.now(),
                    document=form.cleaned_data["document"],
                    declared_number=form.cleaned_data["declared_number"],
                )
            except Refusal as refusal:
                form.add_error("file", with_link(refusal))
            else:
                return redirect("guidelines_imports:show", job.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ImportView(Desk, TemplateView):
    """One import: how far the reading is; once it is read, what to check and save."""

    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.job = find(kwargs["pk"])

    def get_template_names(self) -> list[str]:
        name = "preview" if self.job.state == ImportState.READY else "progress"
        return [f"guidelines/admin/import_{name}.html"]

    def get_page_title(self) -> str:
        return str(TITLES[ImportState(self.job.state)])

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("guidelines_imports:start")
        return [{"url": url, "label": str(StartView.page_title)}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.job.version_id:
            return redirect("guidelines_texts:text", self.job.version_id)
        return super().get(request, pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(), **progress_context(self.job)}
        context |= {"file": file_facts(self.job), "resume_form": self._resume_form(), **kwargs}
        if self.job.state != ImportState.READY:
            return context
        parsed = Parsed.from_json(self.job.result.parsed)
        form = kwargs.get("form") or self._form(parsed)
        document = form["document"].value()
        if not isinstance(document, Document):
            document = Document.objects.filter(pk=document or None).first()
        preview = preview_context(parsed, form, document=document)
        identity = identity_of(self.job, parsed)
        return {**context, **preview, "identity": identity, "form": form, "media": form.media}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the draft; what was typed stays where something is refused."""
        if self.job.state != ImportState.READY:
            return redirect("guidelines_imports:show", pk)
        parsed = Parsed.from_json(self.job.result.parsed)
        form = SaveForm(request.POST, is_ocr=parsed.is_ocr)
        if form.is_valid():
            try:
                version = self._save(form)
            except Refusal as refusal:
                form.add_error(field_of(refusal, form), with_link(refusal))
            else:
                messages.success(
                    request,
                    _("Saved as a draft. Write what changes for readers, then submit the text."),
                )
                return redirect("guidelines_texts:text", version.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, parsed: Parsed) -> SaveForm:
        return SaveForm(initial=initial_of(self.job, parsed), is_ocr=parsed.is_ocr)

    def _resume_form(self) -> ResumeForm:
        return ResumeForm(initial={"declared_number": self.job.declared_number})

    def _save(self, form: SaveForm) -> Any:
        given = form.cleaned_data
        return save_import(
            job=self.job,
            by=self.request.user,
            at=timezone.now(),
            language=given["language"],
            valid_from=given["valid_from"],
            kind=given["text_kind"],
            document=form.chosen(),
            details=form.details(),
            is_number_checked=given.get("is_number_checked", False),
        )


def status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while a file is read, for the script that asks for it."""
    if not can_edit_document(request.user):
        raise PermissionDenied
    job = find(pk)
    response = render(request, "guidelines/admin/import_status.html", progress_context(job))
    response["X-Import-State"] = job.state
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the reading, or set aside what was read."""
    job = find(pk)
    try:
        cancel_import(job=job, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import was cancelled; nothing was stored in the library."))
    return redirect("guidelines_imports:show", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cancelled or refused import up again."""
    form = ResumeForm(request.POST)
    declared = form.cleaned_data["declared_number"] if form.is_valid() else None
    try:
        resume_import(job=find(pk), by=request.user, at=timezone.now(), declared_number=declared)
    except Refusal as refusal:
        messages.error(request, with_link(refusal))
    return redirect("guidelines_imports:show", pk)


def find(pk: int) -> ImportJob:
    return get_object_or_404(ImportJob.objects.select_related("source", "by", "document"), pk=pk)


def address_of(job: ImportJob) -> str:
    return reverse("guidelines_imports:show", args=[job.pk])


def field_of(refusal: Refusal, form: SaveForm) -> str | None:
    """The visible field that a refusal speaks of; None stands above the form."""
    if refusal.code != "number_mismatch":
        return None
    return "document" if form.chosen() else "number"


def with_link(refusal: Refusal) -> SafeString | str:
    """The sentence of a refusal, with the way to what it speaks of."""
    if isinstance(refusal, ImportUnderWay):
        url, words = address_of(refusal.job), _("Open that import")
    elif isinstance(refusal, TextAlreadyStored):
        url = reverse("guidelines_texts:text", args=[refusal.version.pk])
        words = _("Open that text")
    elif isinstance(refusal, DocumentAlreadyKnown):
        url = reverse("wagtailsnippets_guidelines_document:edit", args=[refusal.document.pk])
        words = _("Open that document")
    else:
        return str(refusal)
    return format_html('{} <a href="{}">{}</a>', str(refusal), url, words)


class ImportButtonMixin:
    """“Import a text from a file” at the head of a document's edit page."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not can_edit_document(self.request.user):
            return []
        url = f"{reverse('guidelines_imports:start')}?document={self.object.pk}"
        label = _("Import a text from a file")
        return [HeaderButton(label=label, url=url, icon_name="upload", priority=10)]


urlpatterns = [
    path("", StartView.as_view(), name="start"),
    path("<int:pk>/", ImportView.as_view(), name="show"),
    path("<int:pk>/status/", status, name="status"),
    path("<int:pk>/cancel/", cancel, name="cancel"),
    path("<int:pk>/resume/", resume, name="resume"),
]
