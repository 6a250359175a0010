"""The desk of texts: what waits, the texts of a document, one text with its acts."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.back_office.text_acts import ACTS, Act, acts_of
from guidelines.back_office.text_forms import LANGUAGES, AttachmentForm, NoteForm
from guidelines.back_office.text_page import earlier_public, list_row, text_context
from guidelines.below import frame
from guidelines.choices import DocumentState
from guidelines.comparing import comparison
from guidelines.models import Attachment, Document, Version
from guidelines.permissions import can_edit_document
from guidelines.reading import page_context, text_page
from guidelines.services import attachments, publication
from vkc.core.states import Refusal

PER_PAGE = 50


class Desk(WagtailAdminTemplateMixin):
    """The frame of every page here: only for those who work on documents."""

    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_edit_document(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        documents = {
            "url": reverse("wagtailsnippets_guidelines_document:list"),
            "label": capfirst(str(Document._meta.verbose_name_plural)),
        }
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), documents, *self.trail(), here]


class WaitingView(Desk, TemplateView):
    """Texts that wait for approval; those this person may approve come first."""

    template_name = "guidelines/admin/text_list.html"
    page_title = gettext_lazy("Texts waiting for approval")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Version.objects.filter(
            state__in=(DocumentState.IN_REVIEW, DocumentState.SCHEDULED)
        )
        rows = waiting.select_related("document__issuer", "document__latest_revision", "author")
        page = Paginator(rows.order_by("created_at", "pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        listed = [list_row(row) | {"acts": acts_of(self.request.user, row)} for row in page]
        mine = [row for row in listed if any(act.verb == "approve" for act in row["acts"])]
        others = [row for row in listed if row not in mine]
        groups = [
            {"title": _("Waiting for my approval"), "rows": mine},
            {"title": _("Waiting for others, or for their hour"), "rows": others},
        ]
        return {**super().get_context_data(**kwargs), "groups": groups, "page": page}


class OfDocumentView(Desk, TemplateView):
    """All texts of one document, public or not."""

    template_name = "guidelines/admin/text_list.html"

    def get_page_title(self) -> str:
        return _("Texts")

    def get_page_subtitle(self) -> str:
        return str(self.document)

    def trail(self) -> list[dict[str, Any]]:
        return [document_crumb(self.document)]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.document = get_object_or_404(Document, pk=pk)
        rows = self.document.versions.select_related("document", "author")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        groups = [{"title": "", "rows": [list_row(row) for row in page]}]
        context = self.get_context_data(groups=groups, page=page, document=self.document)
        return self.render_to_response(context)


class TextView(Desk, TemplateView):
    """One text: what was read, what changes for readers, what may be done, what was done."""

    template_name = "guidelines/admin/text_page.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.version = find(kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Text valid from %(day)s") % {"day": short(self.version)}

    def get_page_subtitle(self) -> str:
        return str(self.version.document)

    def trail(self) -> list[dict[str, Any]]:
        return [document_crumb(self.version.document), texts_crumb(self.version.document)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notes = {code: getattr(self.version, f"change_note_{code}") for code in LANGUAGES}
        forms = {"note_form": NoteForm(initial=notes), "attachment_form": AttachmentForm()}
        context = super().get_context_data(**kwargs)
        return {**context, **text_context(self.version, self.request.user), **forms, **kwargs}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the note; with `submit`, send the text to the approvers in the same step."""
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form))
        at = timezone.now()
        try:
            publication.write_change_note(
                version=self.version, notes=form.cleaned_data, by=request.user, at=at
            )
            if "submit" in request.POST:
                publication.submit_text(version=self.version, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error("vi" if not form.cleaned_data["vi"] else None, str(refusal))
            return self.render_to_response(self.get_context_data(note_form=form))
        done = _("Submitted for approval.") if "submit" in request.POST else _("The note is saved.")
        messages.success(request, done)
        return redirect("guidelines_texts:text", self.version.pk)


class AttachView(TextView):
    """Put one more file to a draft."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid() and self._attach(form):
            messages.success(request, _("The file is attached."))
            return redirect("guidelines_texts:text", self.version.pk)
        return self.render_to_response(self.get_context_data(attachment_form=form))

    def _attach(self, form: AttachmentForm) -> bool:
        upload = form.cleaned_data["file"]
        with NamedTemporaryFile(prefix="vkc-attach-") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
            kept.flush()
            try:
                attachments.attach_file(
                    version=self.version,
                    path=Path(kept.name),
                    name=upload.name,
                    titles=form.titles,
                    by=self.request.user,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
                return False
        return True


class ActView(TextView):
    """One act, on a page that says what follows from it."""

    template_name = "guidelines/admin/text_act.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.act: Act | None = ACTS.get(kwargs["verb"])
        if self.act is None:
            raise Http404

    def get_page_title(self) -> str:
        return str(self.act.label)

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("guidelines_texts:text", args=[self.version.pk])
        label = _("Text valid from %(day)s") % {"day": short(self.version)}
        return [*super().trail(), {"url": url, "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_possible = self.act in acts_of(self.request.user, self.version)
        form = kwargs.pop("form", None) or self.act.form()
        context = super().get_context_data(**kwargs)
        return {**context, "act": self.act, "form": form, "is_possible": is_possible}

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        form = self.act.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        facts = {"version": self.version, "by": request.user, "at": timezone.now()}
        try:
            self.act.service(**facts, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        if verb == "discard":
            messages.success(request, _("The draft was deleted."))
            return redirect("guidelines_texts:of_document", self.version.document_id)
        sentence = _("Done: the text is now “%(state)s”.")
        messages.success(request, sentence % {"state": self.version.get_state_display()})
        return redirect("guidelines_texts:text", self.version.pk)


class ReadView(Desk, View):
    """The text itself, as readers will see it, for those who have to judge it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = find(pk)
        document = Document.objects.with_relations().get(pk=version.document_id)
        day = version.valid_from
        context = page_context(document, on=day, is_preview=True)
        kept = context["addresses"].kept
        whole = context["ruling"].status
        context["text"] = text_page(document, version=version, on=day, whole=whole, kept=kept)
        context |= {"notices": [], "version": version, "desk_version": version}
        return render(request, "guidelines/admin/text_read.html", context)


class ChangesView(Desk, View):
    """What the text changes against the public one before it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        newer = find(pk)
        older = earlier_public(newer)
        if older is None:
            raise Http404
        document = newer.document
        context = frame(document, label=_("Comparison of texts"))
        context |= comparison(document, older, newer, at=timezone.now())
        context |= {"older": older, "newer": newer, "desk_version": newer}
        return render(request, "guidelines/admin/text_changes.html", context)


class AttachmentView(Desk, View):
    """The attached file, for staff, whatever the state of the text."""

    def get(self, request: HttpRequest, pk: int, attachment: int) -> FileResponse:
        found = get_object_or_404(
            Attachment.objects.select_related("file"), pk=attachment, version=pk
        )
        return FileResponse(
            found.file.file.open("rb"), as_attachment=True, filename=found.file.name
        )


@require_POST
def detach(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Take a file off a draft."""
    if not can_edit_document(request.user):
        raise PermissionDenied
    found = get_object_or_404(
        Attachment.objects.select_related("version", "file"), pk=attachment, version=pk
    )
    try:
        attachments.detach_file(attachment=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was taken off."))
    return redirect("guidelines_texts:text", pk)


def find(pk: int) -> Version:
    rows = Version.objects.select_related(
        "document__issuer", "document__latest_revision", "author", "approved_by", "source"
    )
    return get_object_or_404(rows, pk=pk)


def short(version: Version) -> str:
    return version.valid_from.strftime("%d/%m/%Y")


def document_crumb(document: Document) -> dict[str, str]:
    url = reverse("wagtailsnippets_guidelines_document:edit", args=[document.pk])
    return {"url": url, "label": str(document)}


def texts_crumb(document: Document) -> dict[str, str]:
    url = reverse("guidelines_texts:of_document", args=[document.pk])
    return {"url": url, "label": _("Texts")}


urlpatterns = [
    path("", WaitingView.as_view(), name="waiting"),
    path("of/<int:pk>/", OfDocumentView.as_view(), name="of_document"),
    path("<int:pk>/", TextView.as_view(), name="text"),
    path("<int:pk>/read/", ReadView.as_view(), name="read"),
    path("<int:pk>/changes/", ChangesView.as_view(), name="changes"),
    path("<int:pk>/attach/", AttachView.as_view(), name="attach"),
    path("<int:pk>/attachments/<int:attachment>/", AttachmentView.as_view(), name="attachment"),
    path("<int:pk>/attachments/<int:attachment>/remove/", detach, name="detach"),
    path("<int:pk>/<slug:verb>/", ActView.as_view(), name="act"),
]
